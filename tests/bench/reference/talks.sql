-- TalkBoard in one statement.
SELECT json_build_object('data', json_build_object('talks', json_build_object(
    'nodes', coalesce(json_agg(node ORDER BY place) FILTER (WHERE place <= %(size)s), '[]'),
    'pageInfo', json_build_object(
        'hasNextPage', count(*) > %(size)s,
        'endCursor', (array_agg(id ORDER BY place))[least(%(size)s, count(*))])
)))::text
FROM (SELECT id, node, row_number() OVER (ORDER BY starts_at, id) AS place FROM (
    SELECT p.id, e.starts_at, json_build_object(
        'id', rtrim(translate(encode(convert_to(
            'Talk:' || p.translation_key || ':' || l.language_code, 'UTF8'), 'base64'), E'+/\n', '-_'), '='),
        'title', CASE WHEN talk.title_announced THEN p.title END,
        'path', substr(p.url_path, %(above)s),
        'phase', 'UPCOMING',
        'when', json_build_object(
            'start', json_build_object(
                'instant', CASE WHEN e.start_time IS NOT NULL
                    THEN to_char(e.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
                'date', e.start_date,
                'timeZone', nullif(coalesce(nullif(e.time_zone, ''), se.time_zone), ''),
                'precision', CASE WHEN e.start_time IS NULL THEN 'DAY' ELSE 'MINUTE' END,
                'isAnywhereOnEarth', false,
                'announcedAs', nullif(e.dates_as_announced, '')),
            'end', NULL,
            'isAllDay', e.start_time IS NULL),
        'series', json_build_object(
            'id', rtrim(translate(encode(convert_to(
                'SeminarSeries:' || sp.translation_key || ':' || l.language_code, 'UTF8'), 'base64'),
                E'+/\n', '-_'), '='),
            'title', sp.title),
        'contributors', coalesce((
            SELECT json_agg(json_build_object(
                'role', upper(c.role),
                'affiliation', coalesce(nullif(c.affiliation, ''), o.name),
                'person', json_build_object(
                    'id', rtrim(translate(encode(convert_to(
                        'Person:' || person.uid, 'UTF8'), 'base64'), E'+/\n', '-_'), '='),
                    'name', person.name)
            ) ORDER BY c.sort_order, c.id)
            FROM pages_contribution c
            JOIN pages_person person ON person.id = c.person_id
            LEFT JOIN pages_organisation o ON o.id = person.affiliation_id
            WHERE c.event_id = p.id AND person.is_public), '[]'),
        'links', coalesce((
            SELECT json_agg(json_build_object(
                'kind', upper(k.kind),
                'label', nullif(k.label, ''),
                'url', CASE WHEN k.access = 'public'
                    AND (k.visible_from_minutes IS NULL
                        OR %(now)s >= e.starts_at + k.visible_from_minutes * interval '1 minute')
                    AND (k.visible_until_minutes IS NULL
                        OR %(now)s < e.ends_at + k.visible_until_minutes * interval '1 minute')
                    THEN nullif(k.url, '') END
            ) ORDER BY k.sort_order, k.id)
            FROM pages_link k
            WHERE k.event_id = p.id AND k.access <> 'private'), '[]')
    ) AS node
    FROM pages_talkpage talk
    JOIN pages_eventpage e ON e.page_ptr_id = talk.eventpage_ptr_id
    JOIN wagtailcore_page p ON p.id = e.page_ptr_id
    JOIN wagtailcore_locale l ON l.id = p.locale_id
    JOIN wagtailcore_page sp ON sp.path = substr(p.path, 1, length(p.path) - 4)
    JOIN pages_eventpage se ON se.page_ptr_id = sp.id
    WHERE p.live AND p.alias_of_id IS NULL AND (p.expire_at IS NULL OR p.expire_at > %(now)s) AND e.is_listed
        AND e.status NOT IN ('cancelled', 'postponed') AND e.starts_at > %(now)s
    ORDER BY e.starts_at, p.id
    LIMIT %(size)s + 1
) found) numbered
