"""The field that names who signs: only people with a post at the issuing agency."""

from django import forms

from core.models import Person
from reports.signers import NOBODY, held, holders


class SignerField(forms.ModelChoiceField):
    """A choice of the people who hold a post at an agency on a day, each with that post."""

    def __init__(self, **kwargs):
        """Begin with nobody to choose from."""
        self.posts = {}
        super().__init__(
            label="Người ký",
            queryset=Person.objects.none(),
            required=False,
            empty_label="Chưa ghi",
            error_messages={
                "invalid_choice": "Người này không giữ chức vụ ở cơ quan ban hành hôm nay; chọn người khác."
            },
            **kwargs,
        )

    def offer(self, agency, day):
        """Offer those who hold a post at the agency on that day."""
        self.queryset = holders(agency, day)
        for post in held(agency, day):
            self.posts.setdefault(post.person_id, post.title)
        if not self.posts:
            self.help_text = NOBODY

    def label_from_instance(self, person):
        """Return the name with the post."""
        return f"{person.full_name}, {self.posts.get(person.pk, '')}".rstrip(", ")
