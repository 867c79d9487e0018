// A file on its way: the picture that was chosen, then how far it is. Without this script the form is sent as any
// other; where something here does not work, it is too.

const WIDTH = 320;
const MEGABYTE = 1024 * 1024;

async function picture(canvas, file) {
  canvas.hidden = true;
  if (!file?.type.startsWith("image/")) return;
  const drawn = await createImageBitmap(file, { resizeWidth: WIDTH, resizeQuality: "medium" });
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  canvas.getContext("2d").drawImage(drawn, 0, 0);
  canvas.setAttribute("aria-label", file.name);
  canvas.hidden = false;
}

function advance(form, { loaded, total }) {
  const share = Math.floor((100 * loaded) / total);
  form.querySelector("progress").value = share;
  form.querySelector(".progress b").textContent = `${share}\u00a0%`;
}

function busy(form, isSending) {
  form.querySelector(".progress").hidden = !isSending;
  form.querySelector("button").disabled = isSending;
  // who does not see the bar is told once, not at each step
  form.querySelector("[role=status]").textContent = isSending ? form.querySelector(".progress span").textContent : "";
}

// What was wrong with the former file is not said of the next one.
function forgive(input) {
  const field = input.closest(".field");
  field.querySelector(".note")?.remove();
  delete field.dataset.tone;
  input.removeAttribute("aria-invalid");
}

function tell(form, name, sentences) {
  const input = form.elements[name];
  const field = input.closest(".field");
  const note = form.querySelector("template").content.cloneNode(true).firstElementChild;
  forgive(input);
  field.dataset.tone = "bad";
  note.id = `${input.id}_error`;
  note.querySelector("span").textContent = sentences.join(" ");
  note.setAttribute("role", "alert");
  field.append(note);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.id}_helptext ${note.id}`);
  input.focus();
}

// What the portal would not take is not sent to its end, and the form stays.
function tooHeavy(form, file) {
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return form.dataset.tooHeavy.replace("{megabytes}", format.format(Math.ceil((10 * file.size) / MEGABYTE) / 10));
}

function answered(form, answer) {
  if (answer?.location) location.assign(answer.location);
  else if (answer?.errors) {
    busy(form, false);
    for (const [name, sentences] of Object.entries(answer.errors)) tell(form, name, sentences);
  } else form.submit(); // whatever it was, the page says it
}

function send(form) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => event.lengthComputable && advance(form, event));
  request.addEventListener("load", () => answered(form, request.response));
  request.addEventListener("error", () => form.submit());
  request.send(new FormData(form));
  busy(form, true);
}

function help(form) {
  const input = form.querySelector("input[type=file]");
  const canvas = form.querySelector("canvas");
  input.addEventListener("change", () => {
    forgive(input);
    picture(canvas, input.files[0]).catch(() => {}); // not every kind is drawn
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    if (input.files[0].size > form.dataset.most) tell(form, "file", [tooHeavy(form, input.files[0])]);
    else send(form);
  });
}

document.querySelectorAll("[data-upload]").forEach(help);
