-- SQLite's words, so that one text of SQL asks both databases.
--
-- Each does what SQLite's own does with the arguments that it is given here, with two differences:
-- whatever is taken out of JSON is text, a number as it is written and a boolean as `true` or
-- `false`; and JSON that is changed stays as it was written everywhere else.
--
-- All work on `json`, not on `jsonb`: that keeps the order of keys and adds no blanks, and reads
-- what is asked for without building all the rest. Neither takes an escaped U+0000, which no text
-- of PostgreSQL's can hold, so none may be in the JSON that is kept.
--
-- A function that is one expression is put in the place of its call when a statement is planned,
-- and what it makes of constants is worked out then: a path is taken apart once.

-- A path of SQLite's as PostgreSQL wants it: `$.home[1]` is `{home,1}`, and a bare name is itself.
CREATE FUNCTION json_steps(path TEXT) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN left(path, 1) <> '$' THEN ARRAY[path]
    WHEN strpos(path, '"') = 0
        THEN string_to_array(ltrim(translate(substr(path, 2), '[]', '.'), '.'), '.')
    ELSE ARRAY(
        SELECT coalesce(step[1], step[2], step[3])
        FROM regexp_matches(path, '"([^"]*)"|\.([^."\[]+)|\[(\d+)\]', 'g')
            WITH ORDINALITY AS found(step, place)
        ORDER BY place
    )
END;

CREATE FUNCTION json_extract(body TEXT, path TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CAST(body AS JSON) #>> json_steps(path);

CREATE FUNCTION json_element(body TEXT, place INTEGER) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CAST(body AS JSON) ->> place;

CREATE OPERATOR ->> (LEFTARG = TEXT, RIGHTARG = TEXT, FUNCTION = json_extract);
CREATE OPERATOR ->> (LEFTARG = TEXT, RIGHTARG = INTEGER, FUNCTION = json_element);

-- Whether a member is there and is not false; for one that is not there, `otherwise`. SQLite needs
-- no such word: its booleans are 1 and 0.
CREATE FUNCTION json_truth(part JSON, name TEXT, otherwise BOOLEAN) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(part ->> name NOT IN ('false', '0'), otherwise);

CREATE FUNCTION json_valid(body TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN body IS JSON;

-- STABLE, as `to_json` is: only so it is put in the place of its call.
CREATE FUNCTION json_quote(value TEXT) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CAST(to_json(value) AS TEXT);

-- 0 for what is no array, and NULL where there is nothing.
CREATE FUNCTION json_array_length(body TEXT) RETURNS INTEGER
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN json_typeof(CAST(body AS JSON)) = 'array' THEN json_array_length(CAST(body AS JSON))
    WHEN body IS NOT NULL THEN 0
END;

CREATE FUNCTION json_array_length(body TEXT, path TEXT) RETURNS INTEGER
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN json_array_length(CAST(CAST(body AS JSON) #> json_steps(path) AS TEXT));

-- The names of an object's members; NULL for anything else.
CREATE FUNCTION json_names(body TEXT) RETURNS TEXT[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF left(ltrim(body), 1) = '{' THEN
        RETURN ARRAY(SELECT json_object_keys(CAST(body AS JSON)));
    END IF;
    RETURN NULL;
END;
$$;

-- The elements of an array in their order, or what an object's members are.
CREATE FUNCTION json_values(body TEXT) RETURNS TEXT[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    CASE json_typeof(CAST(body AS JSON))
        WHEN 'array' THEN
            RETURN ARRAY(SELECT json_array_elements_text(CAST(body AS JSON)));
        WHEN 'object' THEN
            RETURN ARRAY(SELECT member.value FROM json_each_text(CAST(body AS JSON)) AS member);
        ELSE
            RETURN NULL;
    END CASE;
END;
$$;

-- An array's elements or an object's members, as rows. They pass through arrays, since the planner
-- knows how long a given array is: it would take any other function for a hundred rows, and rather
-- read a whole table than look so many up.
CREATE FUNCTION json_each(body TEXT) RETURNS TABLE (key TEXT, value TEXT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT coalesce(part.name, CAST(part.place - 1 AS TEXT)), part.value
    FROM unnest(json_names(body), json_values(body)) WITH ORDINALITY AS part(name, value, place);
END;

CREATE FUNCTION json_each(body TEXT, path TEXT) RETURNS TABLE (key TEXT, value TEXT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT part.key, part.value
    FROM json_each(CAST(CAST(body AS JSON) #> json_steps(path) AS TEXT)) AS part;
END;

-- A value and all that is in it, in the order in which it is written.
CREATE FUNCTION json_tree(body TEXT)
RETURNS TABLE (
    key TEXT, value TEXT, type TEXT, atom TEXT, id BIGINT, path TEXT, fullkey TEXT
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
    WITH RECURSIVE part (key, body, path, fullkey, places) AS (
        SELECT CAST(NULL AS TEXT), CAST(body AS JSON), CAST(NULL AS TEXT), '$',
            CAST('{}' AS BIGINT[])
        WHERE body IS NOT NULL
        UNION ALL
        SELECT child.key, child.body, part.fullkey, part.fullkey || child.step,
            part.places || child.place
        FROM part CROSS JOIN LATERAL (
            SELECT CAST(place - 1 AS TEXT), element, '[' || (place - 1) || ']', place
            FROM json_array_elements(
                CASE json_typeof(part.body) WHEN 'array' THEN part.body END
            ) WITH ORDINALITY AS listed(element, place)
            UNION ALL
            SELECT name, member, '.' || CASE
                WHEN name ~ '^[A-Za-z][A-Za-z0-9]*$' THEN name ELSE '"' || name || '"'
            END, place
            FROM json_each(
                CASE json_typeof(part.body) WHEN 'object' THEN part.body END
            ) WITH ORDINALITY AS named(name, member, place)
        ) AS child(key, body, step, place)
    )
    SELECT part.key, part.body #>> '{}',
        CASE json_typeof(part.body)
            WHEN 'string' THEN 'text'
            WHEN 'boolean' THEN part.body #>> '{}'
            WHEN 'number'
                THEN CASE WHEN part.body #>> '{}' ~ '[.eE]' THEN 'real' ELSE 'integer' END
            ELSE json_typeof(part.body)
        END,
        CASE WHEN json_typeof(part.body) NOT IN ('array', 'object') THEN part.body #>> '{}' END,
        row_number() OVER (ORDER BY part.places), part.path, part.fullkey
    FROM part ORDER BY part.places;
END;

-- JSON with a part put at the end of the steps, or without what is there where `put` is NULL. It
-- is written compactly. What is missing on the way there is made, as objects.
CREATE FUNCTION json_put(body JSON, steps TEXT[], put TEXT) RETURNS TEXT
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    step TEXT := steps[1];
    further TEXT[] := steps[2:];
    last BOOLEAN := cardinality(steps) = 1;
    parts TEXT[] := '{}';
    found BOOLEAN := false;
    name TEXT;
    part JSON;
BEGIN
    IF cardinality(steps) = 0 THEN
        RETURN put;
    ELSIF json_typeof(body) = 'object' THEN
        FOR name, part IN SELECT member.key, member.value FROM json_each(body) AS member LOOP
            IF name <> step THEN
                parts := parts || (to_json(name) || ':' || part);
            ELSE
                found := true;
                IF NOT last OR put IS NOT NULL THEN
                    parts := parts || (to_json(name) || ':' || json_put(part, further, put));
                END IF;
            END IF;
        END LOOP;
        IF put IS NOT NULL AND NOT found THEN
            parts := parts || (to_json(step) || ':' || json_put('{}', further, put));
        END IF;
        RETURN '{' || array_to_string(parts, ',') || '}';
    ELSIF json_typeof(body) = 'array' THEN
        FOR name, part IN
            SELECT listed.place - 1, listed.element
            FROM json_array_elements(body) WITH ORDINALITY AS listed(element, place)
        LOOP
            IF name <> step THEN
                parts := parts || CAST(part AS TEXT);
            ELSIF NOT last OR put IS NOT NULL THEN
                parts := parts || json_put(part, further, put);
            END IF;
        END LOOP;
        IF put IS NOT NULL AND step = CAST(json_array_length(body) AS TEXT) THEN
            parts := parts || json_put('{}', further, put);
        END IF;
        RETURN '[' || array_to_string(parts, ',') || ']';
    ELSE
        RETURN body;
    END IF;
END;
$$;

CREATE FUNCTION json_set(body TEXT, path TEXT, value JSON) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN json_put(CAST(body AS JSON), json_steps(path), coalesce(CAST(value AS TEXT), 'null'));

CREATE FUNCTION json_set(body TEXT, path TEXT, value TEXT) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_set(body, path, to_json(value));

CREATE FUNCTION json_set(body TEXT, path TEXT, value BIGINT) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_set(body, path, to_json(value));

CREATE FUNCTION json_set(body TEXT, path TEXT, value BOOLEAN) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_set(body, path, to_json(value));

CREATE FUNCTION json_set(body TEXT, path TEXT, value TEXT, other TEXT, its JSON) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_set(json_set(body, path, value), other, its);

CREATE FUNCTION json_remove(body TEXT, path TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN json_put(CAST(body AS JSON), json_steps(path), NULL);

CREATE FUNCTION iif(condition BOOLEAN, yes ANYCOMPATIBLE, no ANYCOMPATIBLE) RETURNS ANYCOMPATIBLE
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN condition THEN yes ELSE no END';

CREATE FUNCTION instr(text TEXT, part TEXT) RETURNS INTEGER
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN strpos(text, part);

-- NULL where either is, unlike `greatest` and `least`.
CREATE FUNCTION max(one BIGINT, other BIGINT) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one >= other THEN one WHEN one < other THEN other END;

CREATE FUNCTION min(one BIGINT, other BIGINT) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one <= other THEN one WHEN one > other THEN other END;

-- Aggregates. Each gathers an array with PostgreSQL's own function and joins it once, at the end.

CREATE FUNCTION joined(found ANYARRAY) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT array_to_string(nullif(array_remove(found, NULL), '{}'), ',') $$;

CREATE AGGREGATE group_concat(TEXT) (
    SFUNC = array_append, STYPE = TEXT[], FINALFUNC = joined, PARALLEL = SAFE
);

CREATE AGGREGATE group_concat(BIGINT) (
    SFUNC = array_append, STYPE = BIGINT[], FINALFUNC = joined, PARALLEL = SAFE
);

CREATE FUNCTION joined_to(found TEXT, value TEXT, separator TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(found || separator || value, found, value);

CREATE AGGREGATE group_concat(TEXT, TEXT) (
    SFUNC = joined_to, STYPE = TEXT, PARALLEL = SAFE
);

CREATE FUNCTION listed(found ANYARRAY) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
AS 'SELECT CAST(array_to_json(found) AS TEXT)';

CREATE AGGREGATE json_group_array(TEXT) (
    SFUNC = array_append, STYPE = TEXT[], FINALFUNC = listed, INITCOND = '{}', PARALLEL = SAFE
);

CREATE AGGREGATE json_group_array(DOUBLE PRECISION) (
    SFUNC = array_append, STYPE = DOUBLE PRECISION[], FINALFUNC = listed, INITCOND = '{}',
    PARALLEL = SAFE
);
