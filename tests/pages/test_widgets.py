import pytest
from django import forms
from django.core.exceptions import ValidationError

from pages.models.fields import ChoiceListField, TimeZoneField, delivery_choices, language_choices
from pages.widgets import FoldedCheckboxes, TimeZoneInput


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
