from __future__ import annotations

import base64
import binascii
import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.users.models import UserProfile

from cms.two_factor.devices import Secret, list_codes, set_up

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 5, 4, 10, 0, 0, tzinfo=dt.UTC)
HOME, LOGIN = "/admin/", "/admin/login/"
CODE, SET_UP, OVERVIEW = "/admin/two-factor/code/", "/admin/two-factor/set-up/", "/admin/two-factor/"
SECRET = Secret("3132333435363738393031323334353637383930")
PASSWORD = "correct-horse-battery"  # noqa: S105  # of a user of the tests


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def user(home):
    user = get_user_model().objects.create_user("kim", "kim@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def device(user):
    """The app of the user, set up a day ago."""
    counter = TOTP(binascii.unhexlify(SECRET.key))
    counter.time = NOW.timestamp() - 86_400
    return set_up(user, SECRET, counter)


@pytest.fixture
def client():
    return Client()


def code_of(secret, *, seconds=0):
    """What an app that keeps the secret shows so many seconds from now."""
    counter = TOTP(binascii.unhexlify(secret.key))
    counter.time = NOW.timestamp() + seconds
    return f"{counter.token():06d}"


def give_password(client, **extra):
    return client.post(LOGIN, {"username": "kim", "password": PASSWORD, "next": HOME, **extra}, follow=True)


def is_in(client):
    return client.get(HOME).status_code == 200


def test_switched_off_the_password_is_enough_and_there_are_no_pages(client, device):
    give_password(client)

    assert is_in(client)
    assert [client.get(url).status_code for url in (CODE, SET_UP, OVERVIEW)] == [404, 404, 404]
    assert "Two-step" not in client.get("/admin/account/").content.decode()


def test_switched_off_it_costs_no_statement(client, user, django_assert_num_queries):
    client.force_login(user)

    with django_assert_num_queries(4):
        client.get("/admin/login/")


@pytest.mark.parametrize("policy", ["optional", "required"])
def test_password_and_code_let_in(client, settings, device, policy):
    settings.ADMIN_TWO_FACTOR = policy

    asked = give_password(client, next="/admin/pages/")
    between = is_in(client)
    answer = client.post(asked.redirect_chain[-1][0], {"code": code_of(SECRET), "next": "/admin/pages/"})

    assert asked.redirect_chain[-1][0] == f"{CODE}?next=%2Fadmin%2Fpages%2F"
    assert (between, answer.url, is_in(client)) == (False, "/admin/pages/", True)


def test_between_password_and_code_one_is_nobody_everywhere(client, settings, device):
    settings.ADMIN_TWO_FACTOR = "optional"
    give_password(client)

    tried = {url: client.get(url).status_code for url in (HOME, "/admin/pages/", "/admin/account/", OVERVIEW, SET_UP)}
    client.post(SET_UP, {"code": code_of(Secret("00" * 20))})
    client.post("/admin/account/", {"password-new_password1": "x"})

    assert tried == dict.fromkeys(tried, 302)
    assert TOTPDevice.objects.get().key == SECRET.key
    assert not is_in(client)


def test_a_wrong_code_a_used_code_and_an_old_code_let_nobody_in(client, settings, device):
    settings.ADMIN_TWO_FACTOR = "required"
    used = Client()
    give_password(used)
    used.post(CODE, {"code": code_of(SECRET)})
    give_password(client)

    for wrong in ("000000", code_of(SECRET), code_of(SECRET, seconds=-120), "", "١٢٣٤٥٦", "a" * 41):
        TOTPDevice.objects.update(throttling_failure_count=0)
        response = client.post(CODE, {"code": wrong})
        assert (response.status_code, bool(response.context["form"].errors)) == (200, True)

    assert not is_in(client)
    assert is_in(used)


def test_wrong_codes_have_to_wait_twice_as_long_each_time(client, settings, device, clock):
    settings.ADMIN_TWO_FACTOR = "required"
    give_password(client)
    for _attempt in range(6):
        client.post(CODE, {"code": "000000"})
        clock.shift(dt.timedelta(seconds=40))

    client.post(CODE, {"code": "000000"})
    refused = client.post(CODE, {"code": code_of(SECRET, seconds=240)})

    assert refused.context["form"].errors["code"] == [
        "Too many wrong codes. Wait a moment, then try again with a new code; the wait doubles each time."
    ]
    clock.move_to(NOW + dt.timedelta(hours=2), tick=False)
    client.post(CODE, {"code": code_of(SECRET, seconds=7200)})
    assert is_in(client)


def test_a_recovery_code_lets_in_once(settings, user, device):
    settings.ADMIN_TWO_FACTOR = "required"
    code = list_codes(user)[0]
    first, second = Client(), Client()

    for visitor in (first, second):
        give_password(visitor)
        visitor.post(CODE, {"code": f" {code[:8]}-{code[8:].upper()} "})

    assert (is_in(first), is_in(second)) == (True, False)
    assert len(list_codes(user)) == 9


def test_a_code_of_somebody_else_lets_nobody_in(client, settings, device):
    settings.ADMIN_TWO_FACTOR = "required"
    other = get_user_model().objects.create_superuser("lee", password=PASSWORD)
    secret = Secret.make()
    set_up(other, secret, TOTP(binascii.unhexlify(secret.key)))
    give_password(client)

    client.post(CODE, {"code": list_codes(other)[0]})

    assert not is_in(client)
    assert len(list_codes(other)) == 10


def test_required_everybody_sets_up_an_app_before_entering(client, settings, user):
    settings.ADMIN_TWO_FACTOR = "required"

    page = give_password(client)
    words = page.context["words"].replace(" ", "")
    secret = Secret(binascii.hexlify(base64.b32decode(words)).decode())
    wrong = client.post(SET_UP, {"code": "123"})
    answer = client.post(SET_UP, {"code": code_of(secret)}, follow=True)

    assert page.redirect_chain[-1][0] == SET_UP
    assert 'fill="#000000"' in page.context["picture"] or "<path" in page.context["picture"]
    assert bool(wrong.context["form"].errors)
    assert answer.context["codes"] == list_codes(user)
    assert len(set(answer.context["codes"])) == 10
    assert is_in(client)
    assert client.get("/admin/two-factor/recovery-codes/").context["codes"] == []


def test_optional_one_sets_it_up_with_the_password_and_switches_it_off_with_a_code(client, settings, user, clock):
    settings.ADMIN_TWO_FACTOR = "optional"
    give_password(client)
    entered = is_in(client)
    secret = Secret(binascii.hexlify(base64.b32decode(client.get(SET_UP).context["words"].replace(" ", ""))).decode())

    client.post(SET_UP, {"code": code_of(secret), "password": "wrong"})
    refused = TOTPDevice.objects.count()
    client.post(SET_UP, {"code": code_of(secret), "password": PASSWORD})
    before = list_codes(user)
    clock.shift(dt.timedelta(minutes=2))
    client.post(OVERVIEW, {"code": code_of(secret, seconds=120), "renew": "1"})
    after = list_codes(user)
    client.post(OVERVIEW, {"code": "000000", "forget": "1"})
    kept = TOTPDevice.objects.count()
    client.post(OVERVIEW, {"code": after[0], "forget": "1"})

    assert (entered, refused, kept, TOTPDevice.objects.count()) == (True, 0, 1, 0)
    assert set(before).isdisjoint(after)
    assert list_codes(user) == []
    assert is_in(client)
    assert "Two-step login" in client.get("/admin/account/").content.decode()


def test_who_came_in_by_a_recovery_code_sees_the_new_ones(client, settings, user, device):
    settings.ADMIN_TWO_FACTOR = "optional"
    first, second, *_others = list_codes(user)
    give_password(client)
    client.post(CODE, {"code": first})

    answer = client.post(OVERVIEW, {"code": second, "renew": "1"}, follow=True)

    assert answer.context["codes"] == list_codes(user)
    assert len(answer.context["codes"]) == 10
    assert is_in(client)


def test_the_page_leads_to_no_other_site(client, settings, device):
    settings.ADMIN_TWO_FACTOR = "required"
    give_password(client)

    answer = client.post(CODE, {"code": code_of(SECRET), "next": "https://evil.example/"})

    assert answer.url == HOME


def test_feeds_and_the_api_ask_for_no_code(client, settings, user):
    settings.ADMIN_TWO_FACTOR = "required"
    give_password(client)

    answer = client.post("/graphql", {"query": "{ __typename }"}, content_type="application/json")

    assert answer.json() == {"data": {"__typename": "Query"}}
    assert client.get(reverse("healthz")).status_code == 200


def test_the_pages_speak_the_language_of_the_user(client, settings, user, device):
    settings.ADMIN_TWO_FACTOR = "required"
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "zh-hans"
    profile.save()

    assert "再走一步" in give_password(client).content.decode()


def test_a_lost_phone_is_forgotten_by_the_operator(client, settings, device):
    settings.ADMIN_TWO_FACTOR = "optional"
    output = io.StringIO()

    call_command("reset_two_factor", "kim", stdout=output)
    call_command("reset_two_factor", "kim", stdout=output)
    give_password(client)

    assert output.getvalue() == "kim signs in with the password alone next time.\nkim had set up nothing.\n"
    assert is_in(client)
    with pytest.raises(CommandError, match=r"There is no user called lee\."):
        call_command("reset_two_factor", "lee")
