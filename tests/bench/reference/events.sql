-- HomeUpcoming in one statement; complete where there are enough events to leave out the series, which stand last.
SELECT json_build_object('data', json_build_object('events', json_build_object(
    'nodes', coalesce(json_agg(node ORDER BY place) FILTER (WHERE place <= %(size)s), '[]'),
    'pageInfo', json_build_object(
        'hasNextPage', count(*) > %(size)s,
        'endCursor', (array_agg(id ORDER BY place))[least(%(size)s, count(*))])
)))::text
FROM (SELECT id, node, row_number() OVER (ORDER BY starts_at, id) AS place FROM (
    SELECT p.id, e.starts_at, json_build_object(
        'id', rtrim(translate(encode(convert_to(
            type_name || ':' || p.translation_key || ':' || l.language_code, 'UTF8'), 'base64'), E'+/\n', '-_'), '='),
        '__typename', type_name,
        'title', p.title,
        'shortTitle', nullif(e.short_title, ''),
        'path', substr(p.url_path, %(above)s),
        'phase', CASE WHEN e.starts_at > %(now)s THEN 'UPCOMING' ELSE 'LIVE' END,
        'summary', nullif(e.summary, ''),
        'attendanceMode', upper(e.attendance_mode),
        'when', json_build_object(
            'start', json_build_object(
                'instant', CASE WHEN e.start_time IS NOT NULL
                    THEN to_char(e.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
                'date', e.start_date,
                'timeZone', nullif(e.time_zone, ''),
                'precision', CASE WHEN e.start_time IS NULL THEN 'DAY' ELSE 'MINUTE' END,
                'isAnywhereOnEarth', false,
                'announcedAs', nullif(e.dates_as_announced, '')),
            'end', CASE WHEN e.end_date IS NOT NULL OR e.end_time IS NOT NULL THEN json_build_object(
                'instant', CASE WHEN e.end_time IS NOT NULL
                    THEN to_char(e.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
                'date', coalesce(e.end_date, e.start_date),
                'timeZone', nullif(e.time_zone, ''),
                'precision', CASE WHEN e.end_time IS NULL THEN 'DAY' ELSE 'MINUTE' END,
                'isAnywhereOnEarth', false,
                'announcedAs', NULL) END,
            'isAllDay', e.start_time IS NULL),
        'venue', json_build_object('city', nullif(e.city, ''), 'countryCode', nullif(e.country, ''))
    ) AS node
    FROM pages_eventpage e
    JOIN wagtailcore_page p ON p.id = e.page_ptr_id
    JOIN wagtailcore_locale l ON l.id = p.locale_id
    JOIN django_content_type t ON t.id = p.content_type_id
    CROSS JOIN LATERAL (SELECT CASE t.model
        WHEN 'forumpage' THEN 'Forum' WHEN 'tutorialpage' THEN 'Tutorial' ELSE 'CallForPapers' END AS type_name) types
    WHERE p.live AND p.alias_of_id IS NULL AND (p.expire_at IS NULL OR p.expire_at > %(now)s) AND e.is_listed
        AND e.status NOT IN ('cancelled', 'postponed') AND p.content_type_id <> %(talks)s AND e.ends_at > %(now)s
    ORDER BY e.starts_at, p.id
    LIMIT %(size)s + 1
) found) numbered
