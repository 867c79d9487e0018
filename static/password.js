// Ticks off the rule of a new password while it is typed, and shows what was typed on demand.
// The rule itself is the server's (accounts/passwords.py); these are the same four tests.

const TESTS = {
  length: (word, { min, max }) => [...word].length >= Number(min) && (!max || [...word].length <= Number(max)),
  upper: (word) => /\p{Lu}/u.test(word),
  lower: (word) => /\p{Ll}/u.test(word),
  digit: (word) => /\p{Nd}/u.test(word),
};

function tickOff(list) {
  const input = document.getElementById(list.dataset.ticks);
  const check = () => {
    for (const item of list.querySelectorAll("[data-requires]")) {
      const met = TESTS[item.dataset.requires](input.value, item.dataset);
      item.toggleAttribute("data-tone", met);
      if (met) item.dataset.tone = "ok";
      item.querySelector("use").setAttribute("href", met ? list.dataset.done : list.dataset.todo);
      item.querySelector("[data-met]").hidden = !met;
    }
  };
  input.addEventListener("input", check);
  check();
}

function reveal(choice) {
  const box = choice.querySelector("input");
  const passwords = document.querySelectorAll("input[type=password]");
  box.addEventListener("change", () => {
    for (const input of passwords) input.type = box.checked ? "text" : "password";
  });
  choice.closest("form").addEventListener("submit", () => {
    for (const input of passwords) input.type = "password"; // so that browsers do not keep it as an ordinary field
  });
  choice.hidden = false;
}

document.querySelectorAll("[data-ticks]").forEach(tickOff);
document.querySelectorAll("[data-reveals]").forEach(reveal);
