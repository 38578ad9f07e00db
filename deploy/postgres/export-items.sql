-- What the tables have of each revision, as lines for gainsay-import: psql DBNAME -XAtf export-items.sql > items.jsonl. Ids come out the
-- same. docs/operations.md says when it is needed.
SET TimeZone = 'UTC';
SELECT json_strip_nulls(json_build_object(
           'source', i.source, 'guid', i.guid, 'story', v.story, 'kind', v.kind, 'country', v.country, 'lang', v.lang, 'url', v.url,
           'title', v.title, 'summary', v.summary, 'text', v.text, 'author', v.author,
           'published', to_char(v.published, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'published_raw', v.published_raw,
           'published_precision', v.published_precision, 'published_from', v.published_from,
           'updated', to_char(v.updated, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'fetched', to_char(v.fetched, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
FROM item i JOIN item_revision v ON v.item_id = i.id
ORDER BY v.fetched, i.id, v.revision;
