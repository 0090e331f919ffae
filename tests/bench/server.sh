# For benchmarks that run a demo community of their own: sourced from the top folder, with `program` set.
#
# Gives a scratch folder that is the working folder and goes away, `url_of DATABASE`, `serve DATABASE URL [option...]`, `form`
# (a form sent by a browser that keeps its cookies in the file jar), and how a table is printed.
source tests/postgres.sh

scratch=$(mktemp -d) pids=() cluster=
chmod 755 "$scratch"
leave() {
  trap - EXIT
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  [ -z "$cluster" ] || close_postgres "$cluster" fast || true
  rm -rf "$scratch"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP
cd "$scratch"
site=http://127.0.0.1:18090 metrics=http://127.0.0.1:18091 server=

url_of() {
  if [ "$1" = sqlite ]; then echo "$scratch/data-sqlite/guildhall.db"; return; fi
  cluster=$scratch/pg
  mkdir -p "$cluster"
  open_postgres "$cluster" "$scratch/pg.log" >&2
  as_postgres "$(postgres_programs)/psql" -h "$cluster" -U postgres -qAtX -c "CREATE DATABASE live TEMPLATE template0 ENCODING 'UTF8'" >&2
  echo "postgres://postgres@localhost/live?host=$cluster"
}
serve() {
  env -i PATH="$PATH" "$program" demo --data-dir "data-$1" --database-url "$2" --listen 127.0.0.1:18090 --metrics-listen 127.0.0.1:18091 \
    --log-level warn --limit-factor 1000000 "${@:3}" >"$1.log" 2>&1 &
  server=$!
  pids+=("$server")
  for _ in $(seq 300); do curl -fs $site/healthz >/dev/null 2>&1 && break; sleep 0.1; done
  curl -fs $site/healthz >/dev/null || { cat "$1.log" >&2; exit 1; }
}
form() { curl -fsS -b jar -c jar -H "Sec-Fetch-Site: same-origin" -o /dev/null -w '%{redirect_url}\n' "$@"; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.0f", v[int((NR + 1) / 2)] }'; }
most() { sort -n "$1" | tail -n 1; }
figure() { printf '%-60s %12s\n' "$1" "$2"; }
row() { printf '%-60s %12s %12s  %s\n' "$1" "$2" "$3" "$(awk -v is="$2" -v aim="$3" -v more="$4" 'BEGIN { print ((more ? is >= aim : is <= aim) ? "ok" : "MISSED") }')"; }
