/* Fills the one list of proposals of all pages.widgets.TimeZoneInput fields, and turns a city into its zone. */
(() => {
  if (window.timeZoneProposals) return;

  const fold = (name) => name.replaceAll('_', ' ').trim().replace(/\s+/g, ' ').toLowerCase();

  const fill = ({ zones, cities }) => {
    const byName = new Map(Object.entries(cities).map(([city, zone]) => [fold(city), zone]));
    const labels = new Map();
    for (const [city, zone] of Object.entries(cities)) {
      if (!fold(zone).endsWith(fold(city))) labels.set(zone, [...(labels.get(zone) ?? []), city]);
    }
    const list = document.createElement('datalist');
    list.id = 'time-zones';
    for (const zone of zones) {
      byName.set(fold(zone), zone);
      list.append(new Option(labels.get(zone)?.join(', ') ?? '', zone));
    }
    document.body.append(list);
    return byName;
  };

  const load = (input) => {
    window.timeZoneProposals ??= fetch(input.dataset.timeZones).then((response) => response.json()).then(fill);
    return window.timeZoneProposals;
  };

  document.addEventListener('focusin', ({ target }) => {
    if (target.matches?.('[data-time-zones]')) load(target);
  });
  document.addEventListener('change', async ({ target }) => {
    if (!target.matches?.('[data-time-zones]') || !target.value) return;
    const zone = (await load(target)).get(fold(target.value));
    if (zone && zone !== target.value) {
      target.value = zone;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
})();
