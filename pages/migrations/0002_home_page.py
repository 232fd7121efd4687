"""The site's home page in place of Wagtail's welcome page."""

from django.db import migrations

WELCOME_PAGE = {"depth": 2, "slug": "home", "content_type__model": "page"}


def make_home_page(apps, schema_editor):
    """Put a home page below the root and make it the root of the default site."""
    content_type = apps.get_model("contenttypes.ContentType")
    page = apps.get_model("wagtailcore.Page")
    site = apps.get_model("wagtailcore.Site")
    locale = apps.get_model("wagtailcore.Locale")
    home_page = apps.get_model("pages.HomePage")

    site.objects.filter(root_page__in=page.objects.filter(**WELCOME_PAGE)).delete()
    page.objects.filter(**WELCOME_PAGE).delete()
    if page.objects.filter(depth=2).exists():
        return
    page_type, _ = content_type.objects.get_or_create(model="homepage", app_label="pages")
    home = home_page.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=page_type,
        locale=locale.objects.order_by("pk").first(),
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
    )
    page.objects.filter(depth=1).update(numchild=1)
    site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


class Migration(migrations.Migration):
    """Runs once on a new database; leaves a site that has pages alone."""

    dependencies = [("pages", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(make_home_page, migrations.RunPython.noop)]
