import pytest
from django import forms
from django.core.exceptions import ValidationError

from pages.models import Person
from pages.models.fields import ChoiceListField, TimeZoneField, delivery_choices, language_choices
from pages.widgets import FoldedCheckboxes, PeopleInput, TimeZoneInput
from tests.factories import OrganisationFactory, PersonFactory


def values(options):
    return [option["value"] for option in options]


def test_time_zone_input_names_its_proposals():
    html = TimeZoneInput().render("zone", "Asia/Tokyo", {"id": "id_zone"})

    assert 'value="Asia/Tokyo"' in html
    assert 'list="time-zones"' in html
    assert 'data-time-zones="/admin/time-zones.json"' in html
    assert 'placeholder="Europe/London"' in html


def test_time_zone_input_keeps_a_placeholder_of_its_own():
    html = TimeZoneInput(attrs={"placeholder": "Asia/Seoul"}).render("zone", "", {})

    assert 'placeholder="Asia/Seoul"' in html


def test_time_zone_field_accepts_a_city():
    assert TimeZoneField().formfield().clean("Lisbon") == "Europe/Lisbon"


def test_time_zone_field_refuses_what_is_no_zone():
    with pytest.raises(ValidationError) as refusal:
        TimeZoneField().clean("Atlantis", None)

    assert refusal.value.messages == ["“Atlantis” is not a time zone. Choose one such as Europe/London."]


def test_folded_checkboxes_show_usual_and_checked_options():
    widget = FoldedCheckboxes(choices=[("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")], usual=("c", "b"))

    context = widget.get_context("letters", ["d"], {"id": "id_letters"})["widget"]

    assert values(context["in_view"]) == ["c", "b", "d"]
    assert values(context["folded"]) == ["a"]


def test_folded_checkboxes_are_sent_like_check_boxes():
    html = FoldedCheckboxes(choices=[("a", "A"), ("b", "B")], usual=("a",)).render("letters", ["b"], {"id": "id_x"})

    assert html.count('type="checkbox"') == 2
    assert '<input type="checkbox" name="letters" value="b" id="id_x_1" checked>' in html
    assert "<details>" not in html


def test_choice_list_field_folds_large_sets_only():
    languages = ChoiceListField(values=language_choices).formfield()
    delivery = ChoiceListField(values=delivery_choices).formfield()

    assert isinstance(languages.widget, FoldedCheckboxes)
    assert type(delivery.widget) is forms.CheckboxSelectMultiple


@pytest.mark.django_db
def test_people_input_shows_the_chosen_people_only(django_assert_num_queries):
    PersonFactory(name="Emil Sörensen")
    chosen = PersonFactory(name="Farida <Okonjo>", affiliation=OrganisationFactory(name="Institute of Tides"))
    field = forms.ModelMultipleChoiceField(Person.objects.all(), widget=PeopleInput)

    with django_assert_num_queries(1):
        html = field.widget.render("sessions-0-speakers", [chosen.pk], {"id": "id_speakers"})

    assert html.count('type="checkbox"') == 1
    assert f'name="sessions-0-speakers" value="{chosen.pk}"' in html
    assert "Farida &lt;Okonjo&gt; (Institute of Tides)" in html
    assert 'data-people="/admin/people.json"' in html


@pytest.mark.django_db
def test_people_input_asks_nothing_while_nobody_is_chosen(django_assert_num_queries):
    field = forms.ModelMultipleChoiceField(Person.objects.all(), widget=PeopleInput)

    with django_assert_num_queries(0):
        html = field.widget.render("sessions-__prefix__-speakers", None, {})

    assert 'data-name="sessions-__prefix__-speakers"' in html
