// Shows the school's colour as it is chosen. Without a script, «Voir cette couleur» asks the server.

const field = document.getElementById("id_accent");
const preview = document.getElementById("accent-preview");

if (field) {
  field.nextElementSibling.remove();
  field.addEventListener("input", () => preview.style.setProperty("--accent", field.value));
}
