#include "common/pg/pg.h"

#include "common/conf/conf_secret.h"
#include "common/pg/pg_state.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TEXT_LIST  1009 /* OID of text[] in every PostgreSQL */
#define COPY_PIECE ((size_t)64 << 10)

struct pg {
    PGconn *connection;
    pg_idle *idle;
    void *idle_context;
};

/* libpq's own result, under our name: no member of it is seen outside. */
struct pg_result {
    PGresult *result;
};

/* The server's first line without the "ERROR:  " that libpq puts before it. */
static enum err_code set_error(enum err_code code, const char *message, struct err *err)
{
    size_t len = strcspn(message, "\n");
    return err_set(err, code, "PostgreSQL: %.*s", (int)len, message);
}

static enum err_code result_error(struct pg *pg, const PGresult *result, struct err *err)
{
    const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message =
        result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (message == NULL)
        message = PQerrorMessage(pg->connection);
    enum err_code code = pg_is_broken(pg) ? ERR_UNAVAILABLE : pg_state_code(state);
    (void)set_error(code, message, err);
    if (state != NULL && err != NULL) {
        size_t used = strlen(err->text);
        (void)snprintf(err->text + used, sizeof err->text - used, " (SQLSTATE %s)", state);
    }
    return code;
}

/* libpq passes over a passfile that others can read, and then says that there is no password. */
static enum err_code check_passfile(const char *path, struct err *err)
{
    struct stat about;
    if (path != NULL && stat(path, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return err_set(err, ERR_CONFIG,
                       "the passfile \"%s\" can be read by others: give it mode 0600", path);
    return ERR_OK;
}

static enum err_code refuse_password(struct err *err)
{
    return err_set(err, ERR_CONFIG,
                   "postgres.conninfo or PGPASSWORD holds a password; put it into a file (mode "
                   "0400) and name that by postgres.password_file, or by passfile=");
}

static enum err_code check_conninfo(const char *conninfo, struct err *err)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &message);
    if (options == NULL) {
        (void)set_error(ERR_CONFIG, message == NULL ? "out of memory" : message, err);
        PQfreemem(message);
        return ERR_CONFIG;
    }
    enum err_code code = ERR_OK;
    for (PQconninfoOption *option = options; option->keyword != NULL && !code; option++) {
        if (option->val == NULL)
            continue;
        if (strcmp(option->keyword, "passfile") == 0)
            code = check_passfile(option->val, err);
        else if (strcmp(option->keyword, "password") == 0 ||
                 strcmp(option->keyword, "sslpassword") == 0)
            code = refuse_password(err);
    }
    PQconninfoFree(options);
    return code;
}

enum err_code
pg_setting_check(const char *section, const char *key, const char *value, struct err *err)
{
    bool ours = strcmp(section, "postgres") == 0 && strcmp(key, "conninfo") == 0;
    return ours ? check_conninfo(value, err) : ERR_OK;
}

/* A start-up failure has no result, and so no SQLSTATE, in libpq 15 (PQconnectPoll() could be made
 * to print it, but leaves connect_timeout and the next host to its caller), so what a person must
 * mend is told from the words. A certificate or a password that is wrong is of that kind: whoever
 * waits for it waits for a person. libpq's own words are English, for no program sets a locale; a
 * server's are in its lc_messages, which only a superuser's session could change. One that speaks
 * another language is waited for as if it were away, with its words in the log. */
static enum err_code connect_code(const char *message)
{
    static const char *const faults[] = {"does not exist",
                                         "authentication failed",
                                         "no pg_hba.conf entry",
                                         "no password supplied",
                                         "invalid sslmode value",
                                         "invalid port number",
                                         "invalid integer value",
                                         "permission denied",
                                         "certificate verify failed",
                                         "does not match host name",
                                         "SSL alert",
                                         "does not support SSL",
                                         "could not load",
                                         "could not read",
                                         "has group or world access",
                                         "is not permitted to log in"};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (strstr(message, faults[i]) != NULL)
            return ERR_CONFIG;
    }
    return ERR_UNAVAILABLE;
}

/* What a client that is frozen or gone must not hold: its transaction's locks, for those who take
 * over would wait for them. Whatever an administrator has set is left as it is. */
static const char server_limits_sql[] =
    "SET client_min_messages = warning; SET TimeZone = 'UTC';"
    " SELECT set_config(name, value, false)"
    " FROM (VALUES ('idle_in_transaction_session_timeout', '60s'), ('tcp_keepalives_idle', '10'),"
    "  ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS limits (name, value)"
    " JOIN pg_settings USING (name) WHERE source = 'default'";

enum err_code
pg_open(const struct pg_settings *settings, const char *program, struct pg **pg, struct err *err)
{
    enum err_code code = check_conninfo(settings->conninfo, err);
    if (!code && getenv("PGPASSWORD") != NULL)
        code = refuse_password(err);
    if (!code)
        code = check_passfile(getenv("PGPASSFILE"), err);
    char password[CONF_SECRET_BYTES] = "";
    if (!code && settings->password_file != NULL && settings->password_file[0] != '\0' &&
        conf_secret_read(settings->password_file, password, err))
        code = err_in(err, "postgres.password_file");
    if (code)
        return code;
    /* Earlier keywords lose to the ones in the string, which libpq expands in the place of dbname.
     */
    const char *const keywords[] = {"connect_timeout",
                                    "keepalives_idle",
                                    "keepalives_interval",
                                    "keepalives_count",
                                    "tcp_user_timeout",
                                    "password",
                                    "dbname",
                                    "fallback_application_name",
                                    "client_encoding",
                                    NULL};
    const char *const values[] = {"5",     "10",   "5", "3", "15000", password, settings->conninfo,
                                  program, "UTF8", NULL};
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    if (connection == NULL || PQstatus(connection) != CONNECTION_OK) {
        const char *message = connection == NULL ? "out of memory" : PQerrorMessage(connection);
        (void)set_error(connect_code(message), message, err);
        code = connect_code(message);
        PQfinish(connection);
        return code;
    }
    struct pg *opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        abort();
    opened->connection = connection;
    /* Notices ("relation exists, skipping") are no news to us. */
    (void)PQsetErrorVerbosity(connection, PQERRORS_TERSE);
    code = pg_run(opened, server_limits_sql, err);
    if (code) {
        pg_close(opened);
        return code;
    }
    *pg = opened;
    return ERR_OK;
}

void pg_close(struct pg *pg)
{
    if (pg == NULL)
        return;
    PQfinish(pg->connection);
    free(pg);
}

bool pg_is_broken(const struct pg *pg)
{
    return PQstatus(pg->connection) != CONNECTION_OK;
}

void pg_while_waiting(struct pg *pg, pg_idle *idle, void *context)
{
    pg->idle = idle;
    pg->idle_context = context;
}

static void wait_for_answer(struct pg *pg)
{
    while (pg->idle != NULL && PQisBusy(pg->connection)) {
        int wait_ms = pg->idle(pg->idle_context);
        struct pollfd socket = {.fd = PQsocket(pg->connection), .events = POLLIN};
        if (poll(&socket, 1, wait_ms) != 0 && !PQconsumeInput(pg->connection))
            return;
    }
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ||
           status == PGRES_COPY_IN;
}

/* What comes of a command that was sent: of several, the first failure or the last answer. */
static PGresult *answer(struct pg *pg, int sent)
{
    PGresult *kept = NULL;
    while (sent == 1) {
        wait_for_answer(pg);
        PGresult *next = PQgetResult(pg->connection);
        if (next == NULL)
            break;
        if (kept != NULL && !is_good(kept)) {
            PQclear(next);
            continue;
        }
        PQclear(kept);
        kept = next;
        if (PQresultStatus(kept) == PGRES_COPY_IN)
            break;
    }
    return kept;
}

enum err_code pg_run(struct pg *pg, const char *sql, struct err *err)
{
    PGresult *result = answer(pg, PQsendQuery(pg->connection, sql));
    enum err_code code = is_good(result) ? ERR_OK : result_error(pg, result, err);
    PQclear(result);
    return code;
}

enum err_code pg_query(struct pg *pg,
                       const char *sql,
                       const char *const *values,
                       int value_count,
                       struct pg_result **result,
                       struct err *err)
{
    PGresult *found = answer(
        pg, PQsendQueryParams(pg->connection, sql, value_count, NULL, values, NULL, NULL, 0));
    if (!is_good(found)) {
        enum err_code code = result_error(pg, found, err);
        PQclear(found);
        return code;
    }
    *result = calloc(1, sizeof **result);
    if (*result == NULL)
        abort();
    (*result)->result = found;
    return ERR_OK;
}

void pg_rollback(struct pg *pg)
{
    if (!pg_is_broken(pg) && PQtransactionStatus(pg->connection) != PQTRANS_IDLE)
        PQclear(PQexec(pg->connection, "ROLLBACK"));
}

int pg_row_count(const struct pg_result *result)
{
    return PQntuples(result->result);
}

long long pg_affected(const struct pg_result *result)
{
    return strtoll(PQcmdTuples(result->result), NULL, 10);
}

const char *pg_value(const struct pg_result *result, int row, int column)
{
    return PQgetisnull(result->result, row, column) ? NULL
                                                    : PQgetvalue(result->result, row, column);
}

int pg_column_count(const struct pg_result *result)
{
    return PQnfields(result->result);
}

const char *pg_column_name(const struct pg_result *result, int column)
{
    return PQfname(result->result, column);
}

bool pg_column_is_list(const struct pg_result *result, int column)
{
    return PQftype(result->result, column) == TEXT_LIST;
}

void pg_free(struct pg_result *result)
{
    if (result == NULL)
        return;
    PQclear(result->result);
    free(result);
}

/* PostgreSQL manual, COPY, "Binary Format". */
static const char copy_header[19] = "PGCOPY\n\377\r\n";
static const char copy_trailer[2] = "\377\377";

/* In pieces: libpq copies what it is given, and a piece is still in the cache as it goes out. */
static bool put(struct pg *pg, const char *bytes, size_t len)
{
    bool good = true;
    while (good && len > 0) {
        size_t piece = len < COPY_PIECE ? len : COPY_PIECE;
        good = PQputCopyData(pg->connection, bytes, (int)piece) == 1;
        bytes += piece;
        len -= piece;
    }
    return good;
}

enum err_code pg_copy_send(struct pg *pg, const char *sql, struct str rows, struct err *err)
{
    enum err_code code = pg_run(pg, sql, err);
    if (code)
        return code;
    if (!put(pg, copy_header, sizeof copy_header) || !put(pg, rows.ptr, rows.len) ||
        !put(pg, copy_trailer, sizeof copy_trailer) || PQputCopyEnd(pg->connection, NULL) != 1)
        return set_error(ERR_UNAVAILABLE, PQerrorMessage(pg->connection), err);
    return ERR_OK;
}

enum err_code pg_copy(struct pg *pg, const char *sql, struct str rows, struct err *err)
{
    enum err_code code = pg_copy_send(pg, sql, rows, err);
    return code ? code : pg_finish(pg, err);
}

enum err_code pg_send(struct pg *pg, const char *sql, struct err *err)
{
    if (PQsendQuery(pg->connection, sql) == 1)
        return ERR_OK;
    return result_error(pg, NULL, err);
}

enum err_code pg_finish(struct pg *pg, struct err *err)
{
    PGresult *result = answer(pg, 1);
    enum err_code code = is_good(result) ? ERR_OK : result_error(pg, result, err);
    PQclear(result);
    return code;
}

bool pg_is_finished(struct pg *pg)
{
    return !PQconsumeInput(pg->connection) || !PQisBusy(pg->connection);
}

bool pg_conninfo_value(const struct pg_settings *settings,
                       const char *keyword,
                       char *value,
                       size_t room)
{
    bool found = false;
    PQconninfoOption *options = PQconninfoParse(settings->conninfo, NULL);
    for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++) {
        if (strcmp(option->keyword, keyword) != 0 || option->val == NULL || *option->val == '\0')
            continue;
        int len = snprintf(value, room, "%s", option->val);
        found = len > 0 && (size_t)len < room;
    }
    PQconninfoFree(options);
    return found;
}
