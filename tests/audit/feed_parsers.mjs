// What parsers for Node read in the golden feeds, compared with expected.json: `node feed_parsers.mjs PARSER`.
// Prints a figure; ends with code 1 and the differences when a parser reads otherwise. Wants TZ=UTC.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { parseFeed } from "feedsmith";
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import RssParser from "rss-parser";

const golden = (name) => readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8");
const expected = JSON.parse(golden("expected.json"));
const toSeconds = (date) => `${date.toISOString().slice(0, 19)}Z`;

/** Asserts that the events are those expected; a time in no zone may be read as UTC, an unknown end as any. */
function compareEvents(found, titleOf = (title) => title) {
  const rows = new Map(found.map((row) => [row.uid, row]));
  for (const event of expected.calendar) {
    const row = { ...rows.get(event.uid) };
    if (!event.end) row.end = null;
    if (/T[^Z]+$/.test(event.start)) row.start = row.start?.replace(/Z$/, "");
    assert.deepEqual(row, { ...event, title: titleOf(event.title) });
  }
  assert.equal(rows.size, expected.calendar.length);
  return `${rows.size} events`;
}

/** Asserts that the entries of a feed are those expected. */
function compareEntries(name, found) {
  assert.deepEqual(found, expected.entries);
  return `${found.length} entries of ${name}`;
}

/** Mozilla's parser, in Thunderbird and many calendars on the web. */
function readWithIcalJs() {
  const calendar = new ICAL.Component(ICAL.parse(golden("feeds/events.ics")));
  const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
  return compareEvents(
    events.map((event) => ({
      uid: event.uid,
      title: event.summary,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
    })),
  );
}

/** It takes the N after an escaped backslash for a line break. */
function readWithNodeIcal() {
  const write = (date, type) => (type === "date" ? toSeconds(date).slice(0, 10) : toSeconds(date));
  const events = Object.values(nodeIcal.sync.parseICS(golden("feeds/events.ics"))).filter((it) => it.type === "VEVENT");
  return compareEvents(
    events.map((event) => ({
      uid: event.uid,
      title: event.summary,
      start: write(event.start, event.datetype),
      end: write(event.end, event.datetype),
    })),
    (title) => title.replaceAll("\\N", "\\\n"),
  );
}

async function readWithRssParser() {
  const figures = [];
  for (const name of ["events.atom", "events.rss"]) {
    // Of an Atom entry it knows the first date only, which is that of publication.
    const date = name.endsWith("atom") ? "updated" : "pubDate";
    const parser = new RssParser({ customFields: { item: ["updated"] } });
    const feed = await parser.parseString(golden(`feeds/${name}`));
    const found = feed.items.map((item) => ({
      id: item.id ?? item.guid,
      title: item.title,
      url: item.link,
      updated: toSeconds(new Date(item[date])),
    }));
    figures.push(compareEntries(name, found));
  }
  return figures.join(", ");
}

function readWithFeedsmith() {
  const readers = {
    "events.atom": (it) => ({
      id: it.id,
      title: it.title.value ?? it.title,
      url: it.links[0].href,
      updated: it.updated,
    }),
    "events.rss": (it) => ({ id: it.guid.value, title: it.title, url: it.link, updated: it.pubDate }),
    "events.json": (it) => ({ id: it.id, title: it.title, url: it.url, updated: it.date_modified }),
  };
  return Object.entries(readers)
    .map(([name, read]) => {
      const { feed } = parseFeed(golden(`feeds/${name}`));
      const rows = (feed.entries ?? feed.items).map(read);
      return compareEntries(name, rows.map((row) => ({ ...row, updated: toSeconds(new Date(row.updated)) })));
    })
    .join(", ");
}

const parsers = {
  "ical.js": readWithIcalJs,
  "node-ical": readWithNodeIcal,
  "rss-parser": readWithRssParser,
  feedsmith: readWithFeedsmith,
};
console.log(await parsers[process.argv[2]]());
