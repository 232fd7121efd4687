import pytest
from wagtail.admin import compare

from pages.comparisons import ChoiceListComparison
from pages.models import Grant

COVERS = Grant._meta.get_field("covers")  # noqa: SLF001  # Django's public registry of fields


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        (["travel"], ["travel"], "Travel"),
        (
            ["travel"],
            ["registration", "travel"],
            '<span class="deletion">Travel</span><span class="addition">Registration, Travel</span>',
        ),
        ([], ["travel"], '<span class="deletion"></span><span class="addition">Travel</span>'),
        (None, ["<b>"], '<span class="deletion"></span><span class="addition">&lt;b&gt;</span>'),
    ],
)
def test_choice_list_comparison_uses_words(old, new, html):
    comparison = ChoiceListComparison(COVERS, Grant(covers=old), Grant(covers=new))

    assert comparison.htmldiff() == html


def test_choice_list_comparison_is_registered():
    assert compare.comparison_class_registry.get(COVERS) is ChoiceListComparison
