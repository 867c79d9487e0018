// The warning before the end of a session. Without a script the stylesheet shows it when its time has come;
// with one it counts what was done in other tabs, and «Rester connecté» works without leaving the page.

const WARNING = 2 * 60 * 1000;
const SEEN = "session-seen";

const box = document.querySelector(".session-warning");
const message = box.firstElementChild;
const idle = Number(box.dataset.idle) * 60 * 1000;
let timer;

const seen = () => Number(localStorage.getItem(SEEN));

function hide() {
  message.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(warn, Math.max(seen() + idle - WARNING - Date.now(), 1000));
}

function warn() {
  if (seen() + idle - WARNING > Date.now()) hide();
  else message.hidden = false;
}

async function stay(event) {
  event.preventDefault();
  const answer = await fetch(box.dataset.stay, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) return;
  localStorage.setItem(SEEN, Date.now());
  hide();
}

box.dataset.scripted = "";
localStorage.setItem(SEEN, Date.now());
addEventListener("storage", (event) => event.key === SEEN && hide());
message.querySelector("a").addEventListener("click", (event) => stay(event).catch(() => open(box.dataset.stay)));
hide();
