# Sourced by what starts a PostgreSQL cluster of its own.

postgres_programs() { find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1; }

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi
}

# open_postgres FOLDER LOG [SETTING=VALUE..]: makes a cluster in the folder unless one is there, starts it, and leaves
# its address in postgres_url. The socket decides where it is; the host only makes the address whole.
open_postgres() {
  local folder=$1 log=$2 programs setting options
  shift 2
  programs=$(postgres_programs)
  options="-c listen_addresses='' -c unix_socket_directories=$folder -c unix_socket_permissions=0777"
  for setting in "$@"; do options+=" -c $setting"; done
  chmod 755 "$folder"
  [ "$(id -u)" = 0 ] && chown postgres "$folder"
  [ -f "$folder/data/PG_VERSION" ] ||
    as_postgres "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$log" 2>&1 || return 1
  as_postgres "$programs/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "$options" start >>"$log" 2>&1 || return 1
  postgres_url="postgres://postgres@localhost/postgres?host=$folder"
}

# close_postgres FOLDER [MODE]: stops the cluster of a folder.
close_postgres() {
  as_postgres "$(postgres_programs)/pg_ctl" -D "$1/data" -m "${2:-immediate}" -w stop >/dev/null 2>&1
}
