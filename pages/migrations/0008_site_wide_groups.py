"""Let Wagtail's groups of the whole site do what the roles of a community do."""

from django.db import migrations

PAGE_ACTIONS = {"Moderators": ("lock", "unlock", "bulk_delete")}
TRANSLATORS = ("Editors", "Moderators")


def find_permission(apps, app_label, model, codename, name):
    """A permission; Django makes permissions only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def grant(apps, schema_editor):
    """Give the groups that are still there, where they still have the root, what they lack."""
    groups = apps.get_model("auth", "Group").objects
    page_permissions = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for name, actions in PAGE_ACTIONS.items():
        for row in page_permissions.filter(group__name=name, page__depth=1, permission__codename="publish_page"):
            for action in actions:
                permission = find_permission(apps, "wagtailcore", "page", f"{action}_page", f"Can {action} page")
                page_permissions.get_or_create(group_id=row.group_id, page_id=row.page_id, permission=permission)
    translate = find_permission(
        apps, "simple_translation", "simpletranslation", "submit_translation", "Can submit translations"
    )
    for group in groups.filter(name__in=TRANSLATORS):
        group.permissions.add(translate)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0007_communities"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("simple_translation", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
