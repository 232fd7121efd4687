"""The indexes of full-text search, which the database itself keeps current.

Triggers on `api_publishedpage` do not survive when SQLite's table is made anew, as Django does for most changes of
columns: a migration that does so ends with `RunPython(create)` of this one.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE VIRTUAL TABLE api_published_terms USING fts5(
        search_title, search_text,
        content='api_publishedpage', content_rowid='page_id', detail=column, columnsize=0, prefix='2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
    )
    """,
    """
    CREATE TRIGGER api_published_terms_insert AFTER INSERT ON api_publishedpage BEGIN
        INSERT INTO api_published_terms(rowid, search_title, search_text)
        VALUES (new.page_id, new.search_title, new.search_text);
    END
    """,
    """
    CREATE TRIGGER api_published_terms_delete AFTER DELETE ON api_publishedpage BEGIN
        INSERT INTO api_published_terms(api_published_terms, rowid, search_title, search_text)
        VALUES ('delete', old.page_id, old.search_title, old.search_text);
    END
    """,
    """
    CREATE TRIGGER api_published_terms_update
    AFTER UPDATE OF page_id, search_title, search_text ON api_publishedpage BEGIN
        INSERT INTO api_published_terms(api_published_terms, rowid, search_title, search_text)
        VALUES ('delete', old.page_id, old.search_title, old.search_text);
        INSERT INTO api_published_terms(rowid, search_title, search_text)
        VALUES (new.page_id, new.search_title, new.search_text);
    END
    """,
    "INSERT INTO api_published_terms(api_published_terms) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS api_published_terms_insert",
    "DROP TRIGGER IF EXISTS api_published_terms_delete",
    "DROP TRIGGER IF EXISTS api_published_terms_update",
    "DROP TABLE IF EXISTS api_published_terms",
)
# The cost, and statistics that do not say how common a word is, keep the planner from cutting all texts of the table
# instead of reading the index: it would count a recheck for each row, which exact bitmaps do without.
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION api_published_terms(title text, body text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100 AS $$
    BEGIN
        RETURN array_to_tsvector(array_remove(string_to_array(title || ' ' || body, ' '), ''));
    END
    $$
    """,
    """
    CREATE INDEX api_published_terms_index ON api_publishedpage
    USING gin (api_published_terms(search_title, search_text)) WITH (fastupdate = off)
    """,
    "ALTER INDEX api_published_terms_index ALTER COLUMN 1 SET STATISTICS 0",
)
POSTGRESQL_BACK = (
    "DROP INDEX IF EXISTS api_published_terms_index",
    "DROP FUNCTION IF EXISTS api_published_terms(text, text)",
)


def create(apps, schema_editor):
    drop(apps, schema_editor)
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
