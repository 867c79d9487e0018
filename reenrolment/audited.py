"""What the audit trail follows of re-enrolments."""

from accounts.trail.audited import leave
from accounts.trail.pages import parts
from accounts.trail.saving import watch
from reenrolment.models import Campaign, Choice, Draft, Extension, NextStep, Notice, Reenrolment, Remark


def register() -> None:
    watch(Campaign)
    watch(Extension, site="campaign__site")
    watch(NextStep, site="campaign__site")
    watch(Reenrolment, site="campaign__site", without="version")
    watch(Choice, site="reenrolment__campaign__site", without="place_key")
    watch(Remark, site="reenrolment__campaign__site")
    parts(Campaign, campaign=Extension)
    parts(Reenrolment, reenrolment=Choice)
    parts(Reenrolment, reenrolment=Remark)
    leave("what a family has not sent yet is its own", Draft)
    leave("that a mail was written; its row says what became of it", Notice)
