// Times stand in the page in the zone that the reader chose, else in UTC. Here they become relative for a day, then the
// reader's own: in the chosen zone, else in the browser's.
// Loaded beside the stylesheet and before anything is shown, so that no line moves when a time becomes shorter.

// English here is British: 17 November, not November 17.
const page = document.documentElement.lang;
const lang = page === "en" ? "en-GB" : page;
// A browser may be older than the name of a zone.
const known = (timeZone) => { try { return new Intl.DateTimeFormat(lang, { timeZone }) && { timeZone }; } catch { return {}; } };
const { zone: chosen } = document.documentElement.dataset;
const zone = chosen ? known(chosen) : {};
const full = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short", hourCycle: "h23", ...zone });
const ago = new Intl.RelativeTimeFormat(lang, { style: "short" });
const present = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(0, "second");
// The signs of the units, where the language's short words would be longer ("26 mins", "3 hrs").
const signs = page === "en" && { minute: "min", hour: "h" };
const unit = (value, name) => (signs ? `${value}\u00a0${signs[name]}` : new Intl.NumberFormat(lang, { style: "unit", unit: name, unitDisplay: "short" }).format(value));
const years = new Intl.DateTimeFormat("en", { year: "numeric", ...zone });
const format = (moment, now, parts) =>
  new Intl.DateTimeFormat(lang, { ...zone, ...(years.format(moment) === years.format(now) ? {} : { year: "numeric" }), ...parts }).format(moment);
const day = { day: "numeric", month: "short" };
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const text = (time, moment, now) => {
  if ("date" in time.dataset) return new Intl.DateTimeFormat(lang, { dateStyle: "long", ...zone }).format(moment);
  const short = "short" in time.dataset;
  // What is to come stands as it is; a clock that is a little late makes nothing of the past come.
  if (moment - now > 60000) return format(moment, now, short ? day : { ...day, ...clock });
  const minutes = Math.max(0, Math.floor((now - moment) / 60000));
  if (minutes === 0) return present;
  if (minutes >= 1440) return format(moment, now, short ? day : { ...day, ...clock });
  const [value, name] = minutes < 60 ? [minutes, "minute"] : [Math.floor(minutes / 60), "hour"];
  return short ? unit(value, name) : ago.format(-value, name);
};

const update = () => {
  const now = new Date();
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const words = text(time, moment, now);
    if (time.textContent !== words) time.textContent = words;
    time.title ||= full.format(moment);
  }
};
update();
// Sent where something was put into the page.
document.addEventListener("arrived", update);
setInterval(update, 60000);
