#include "producers/importer/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_BYTES  4096
#define FOLDERS_MAX ((size_t)1 << 20)

struct walk {
    char **folder; /* seen and not entered yet: from next on */
    size_t next;
    size_t count;
    size_t capacity;
    folder_file *visit;
    void *context;
};

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* As bytes: alphasort() would ask the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum err_code add_folder(struct walk *walk, const char *path, struct err *err)
{
    if (walk->count == FOLDERS_MAX)
        return err_set(err, ERR_CONFIG, "more than %zu folders", FOLDERS_MAX);
    if (walk->count == walk->capacity) {
        walk->capacity = walk->capacity == 0 ? 16 : 2 * walk->capacity;
        walk->folder = realloc(walk->folder, walk->capacity * sizeof *walk->folder);
        if (walk->folder == NULL)
            abort();
    }
    walk->folder[walk->count] = strdup(path);
    if (walk->folder[walk->count++] == NULL)
        abort();
    return ERR_OK;
}

static enum err_code visit_name(struct walk *walk, const char *path, struct err *err)
{
    struct stat link;
    struct stat about;
    /* What is no longer there is the reader's to complain of. */
    if (lstat(path, &link) != 0 || stat(path, &about) != 0)
        return walk->visit(walk->context, path, err);
    if (S_ISDIR(link.st_mode))
        return add_folder(walk, path, err);
    return S_ISREG(about.st_mode) ? walk->visit(walk->context, path, err) : ERR_OK;
}

static enum err_code enter(struct walk *walk, const char *folder, struct err *err)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_shown, by_name);
    if (count < 0)
        return err_set(err, ERR_CONFIG, "cannot read folder \"%s\": %s", folder, strerror(errno));
    enum err_code code = ERR_OK;
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES];
        int len = snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (!code && (len < 0 || len >= PATH_BYTES))
            code = err_set(err, ERR_CONFIG, "a path below \"%.100s\" is too long", folder);
        if (!code)
            code = visit_name(walk, path, err);
        free(names[i]);
    }
    free(names);
    return code;
}

enum err_code folder_visit(const char *path, folder_file *visit, void *context, struct err *err)
{
    struct stat about;
    if (strcmp(path, "-") == 0 || stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
        return visit(context, path, err);
    struct walk walk = {.visit = visit, .context = context};
    enum err_code code = add_folder(&walk, path, err);
    while (!code && walk.next < walk.count)
        code = enter(&walk, walk.folder[walk.next++], err);
    for (size_t i = 0; i < walk.count; i++)
        free(walk.folder[i]);
    free(walk.folder);
    return code;
}
