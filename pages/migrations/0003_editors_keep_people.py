"""Let Wagtail's groups of editors and moderators keep people, organisations and topics."""

from django.db import migrations

MODELS = ("person", "organisation", "topic")
ACTIONS = {"Editors": ("add", "change"), "Moderators": ("add", "change", "delete")}


def grant(apps, schema_editor):
    """Give the groups that are still there the permissions; Django makes permissions only after all migrations."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ACTIONS):
        for model in MODELS:
            content_type, _ = content_types.get_or_create(app_label="pages", model=model)
            for action in ACTIONS[group.name]:
                permission, _ = permissions.get_or_create(
                    content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_home_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
