"""An import that the worker does, as a process of its own."""

import time

from django.contrib.auth import get_user_model

from pages.intake import jobs
from pages.intake.uploads import Upload
from tests.api.webhooks.worker_process import PATIENCE, Database, committing, end, worker
from tests.conftest import find_home

TABLE = b"date,time,speaker,title\n2030-03-01,15:00,Ada Kowalczyk,How tides turn\n"
STATE = "SELECT state, done, total FROM pages_importjob"


def wait_for(database, states):
    """The row of the import as soon as its state is one of `states`."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        [row] = database.execute(STATE)
        if row[0] in states:
            return row
        time.sleep(0.1)
    raise TimeoutError


@committing
def test_large_import_is_read_by_the_worker(tmp_path):
    owner = get_user_model().objects.create_superuser("owner")
    upload = Upload()
    upload.add("talks.csv", TABLE)
    for number in range(25):
        upload.add(f"note{number}.md", b"# Nothing")
    jobs.create(owner=owner, target=find_home(), options={"time_zone": "Europe/Paris"}, upload=upload)
    database = Database(tmp_path)

    with worker(database) as process:
        row = wait_for(database, {"ready", "failed"})
        ended = end(process)

    assert (row, ended) == (("ready", 26, 26), 0)
