"""What is written to families about lessons; the words are in templates/mails/."""

from django.utils.translation import gettext_lazy as _

from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail
from students.models import CourseNotice


@email("course_notice", label=_("Message sur un cours"))
def course_notice(mail: Mail) -> Letter:
    """To who has no mobile: the teacher is away."""
    notice = CourseNotice.objects.filter(pk=mail.references.get("notice")).select_related("course").first()
    if notice is None:
        raise NothingToSend
    return Letter({"notice": notice})
