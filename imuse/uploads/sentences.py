"""What a parent reads when a file is not taken: what it is, then what to do."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from imuse.policies import Denied

OTHER_IMAGE = _(
    "Cette image est au format %(format)s. Enregistrez-la en JPEG ou en PNG, ou faites-en une capture d’écran."
)
FORMATS = {
    "gif": "GIF",
    "webp": "WebP",
    "tiff": "TIFF",
    "bmp": "BMP",
    "avif": "AVIF",
    "svg": "SVG",
    "jpeg_xl": "JPEG XL",
    "jpeg_2000": "JPEG 2000",
}
SENTENCES = {
    "empty": _("Ce fichier est vide. Choisissez-le de nouveau, ou photographiez la page."),
    "unknown": _("Ce fichier n’est ni une photo ni un PDF. Enregistrez-le en PDF, ou photographiez la page."),
    "word": _("Ce fichier est un document Word. Enregistrez-le en PDF, ou photographiez la page."),
    "office": _(
        "Ce fichier est un document Word, Excel ou PowerPoint. Enregistrez-le en PDF, ou photographiez la page."
    ),
    "spreadsheet": _("Ce fichier est un classeur Excel. Enregistrez-le en PDF, ou photographiez la page."),
    "slides": _(
        "Ce fichier est une présentation PowerPoint. Enregistrez-le en PDF, ou photographiez la page."
    ),
    "open_document": _(
        "Ce fichier est un document LibreOffice. Exportez-le en PDF, ou photographiez la page."
    ),
    "pages": _("Ce fichier est un document Pages. Exportez-le en PDF, ou photographiez la page."),
    "archive": _(
        "Ce fichier en contient plusieurs autres. Envoyez chaque document seul, en photo ou en PDF."
    ),
    "postscript": _(
        "Ce fichier est destiné à une imprimante. Enregistrez-le en PDF, ou photographiez la page."
    ),
    "web_page": _("Ce fichier est une page web. Imprimez-la en PDF, ou faites-en une capture d’écran."),
    "text": _("Ce fichier est un texte seul. Enregistrez-le en PDF, ou photographiez la page."),
    "video": _("Ce fichier est une vidéo. Envoyez une photo de la page, ou un PDF."),
    "sound": _("Ce fichier est un son. Envoyez une photo de la page, ou un PDF."),
    "program": _("Ce fichier est un programme. Seuls une photo ou un PDF peuvent être gardés."),
    "two_formats": _(
        "Ce fichier cache autre chose qu’une photo ou un PDF. Photographiez la page, puis envoyez la photo."
    ),
    "image_broken": _("Cette image est incomplète ou abîmée. Prenez la photo de nouveau."),
    "image_too_large": _(
        "Cette image a %(pixels)s millions de pixels : c’est trop pour la reprendre. Prenez la photo de nouveau, "
        "avec une définition plus faible."
    ),
    "pdf_too_heavy": _(
        "Ce PDF pèse %(megabytes)s Mo, la limite est de 2 Mo. Photographiez la page plutôt que de la numériser, "
        "ou demandez à l’accueil."
    ),
    "too_heavy": _(
        "Ce fichier pèse %(megabytes)s Mo, la limite est de 20 Mo. Photographiez la page, puis envoyez la photo."
    ),
    "pdf_broken": _("Ce PDF est incomplet ou abîmé. Enregistrez-le de nouveau, ou photographiez la page."),
    "pdf_locked": _(
        "Ce PDF est protégé. Ouvrez-le et imprimez-le dans un nouveau PDF, ou photographiez la page."
    ),
    "pdf_active": _(
        "Ce PDF contient une action qui pourrait se lancer seule. Imprimez-le dans un nouveau PDF, "
        "ou photographiez la page."
    ),
    "pdf_attached": _(
        "Ce PDF contient d’autres fichiers, du son ou de la vidéo. Imprimez-le dans un nouveau PDF, "
        "ou photographiez la page."
    ),
    "pdf_form": _(
        "Ce PDF est un formulaire qui ne se lit pas partout. Imprimez-le dans un nouveau PDF, "
        "ou photographiez la page."
    ),
    "pdf_without_page": _("Ce PDF n’a aucune page. Enregistrez-le de nouveau, ou photographiez la page."),
    "pdf_too_many_pages": _("Ce PDF a %(pages)s pages, la limite est de 200. Gardez les pages demandées."),
    "too_complicated": _(
        "Ce fichier est trop compliqué pour être vérifié. Photographiez la page, puis envoyez la photo."
    ),
    "unreadable": _("Ce fichier ne se lit pas. Photographiez la page, puis envoyez la photo."),
    "no_such_page": _("Cette page du document ne peut pas être montrée."),
    "busy": _(
        "Beaucoup de fichiers arrivent en ce moment : le vôtre n’a pas été gardé. Réessayez dans une minute."
    ),
    "virus": _(
        "L’antivirus a reconnu un danger dans ce fichier : il n’a pas été gardé. Photographiez la page, "
        "puis envoyez la photo."
    ),
    "antivirus_silent": _(
        "Le contrôle antivirus ne répond pas : votre fichier n’a pas été gardé. Réessayez dans quelques minutes."
    ),
}


def denied(word: str, **figures: float) -> Denied:
    if word in FORMATS:
        return Denied(OTHER_IMAGE % {"format": FORMATS[word]})
    shown = {name: number_format(figure, int(figure % 1 > 0)) for name, figure in figures.items()}
    return Denied(SENTENCES[word] % shown if shown else str(SENTENCES[word]))
