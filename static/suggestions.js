// A field that is filled by name offers what fits while one types: the browser's own list, kept up to date.
// Without this script the name, typed, does the same.
const PAUSE = 200;
const waiting = new WeakMap();

function listOf(input) {
  if (!input.list) {
    const list = document.createElement("datalist");
    list.id = `${input.id}_suggestions`;
    input.after(list);
    input.setAttribute("list", list.id);
  }
  return input.list;
}

// A browser shows what contains the letters that were typed; «ines» is in «Inès» by its label alone.
function offer(typed, text) {
  const label = text.toLowerCase().includes(typed.toLowerCase()) ? "" : typed;
  return new Option(label, text);
}

async function suggest(input) {
  const typed = input.value.trim();
  const address = `${input.dataset.suggestions}&term=${encodeURIComponent(typed)}`;
  const answer = await fetch(address, { redirect: "error" });
  if (!answer.ok || input.value.trim() !== typed) return;
  const { results } = await answer.json();
  listOf(input).replaceChildren(...results.map(({ text }) => offer(typed, text)));
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.suggestions) return;
  clearTimeout(waiting.get(target));
  const isChosen = [...(target.list?.options ?? [])].some(({ value }) => value === target.value);
  if (isChosen || target.value.trim().length < 2) return;
  waiting.set(target, setTimeout(() => suggest(target).catch(() => listOf(target).replaceChildren()), PAUSE));
});
