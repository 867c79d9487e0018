// The warning before the end of a session. Without a script the stylesheet shows it when its time has come;
// with one it counts what was done in other tabs, and «Rester connecté» works without leaving the page.

const WARNING = 2 * 60 * 1000;
const ENDS = "session-ends";

const box = document.querySelector(".session-warning");
const message = box.firstElementChild;
let timer;

const ends = () => Number(localStorage.getItem(ENDS));
const endsIn = (seconds) => localStorage.setItem(ENDS, Date.now() + seconds * 1000);

function hide() {
  message.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(warn, Math.max(ends() - WARNING - Date.now(), 0));
}

function warn() {
  if (ends() - WARNING > Date.now()) hide();
  else message.hidden = false;
}

async function stay(event) {
  event.preventDefault();
  const answer = await fetch(box.dataset.stay, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) return;
  endsIn((await answer.json()).seconds_left);
  hide();
}

box.dataset.scripted = "";
endsIn(Number(box.dataset.left));
addEventListener("storage", (event) => event.key === ENDS && hide());
message.querySelector("a").addEventListener("click", (event) => stay(event).catch(() => open(box.dataset.stay)));
hide();
