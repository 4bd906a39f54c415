"""What a person does with the own account; everything that the sign-in package does not answer itself."""

from allauth.account.views import password_change as change
from django.views.decorators.http import require_http_methods

from core.http import render_page


@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request):
    """Change the own password; an account that has none is told who gives it one."""
    if request.user.has_usable_password():
        return change(request)
    return render_page(request, "account/password_none.html", {})
