#include "common/service/process.h"

#include "common/service/metrics.h"
#include "gainsay_version.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static struct {
    struct metric *memory;
    struct metric *descriptors;
    struct metric *most_descriptors;
    struct metric *cpu;
} shown;

void process_open(void)
{
    char pair[METRICS_PAIR_BYTES];
    shown.memory = metrics_gauge("process_resident_memory_bytes", "resident memory", NULL);
    shown.descriptors = metrics_gauge("process_open_fds", "open file descriptors", NULL);
    shown.most_descriptors =
        metrics_gauge("process_max_fds", "how many descriptors may be open", NULL);
    shown.cpu = metrics_counter("process_cpu_seconds_total", "processor time used", NULL);
    struct metric *start =
        metrics_gauge("process_start_time_seconds", "when the process started", NULL);
    metrics_set(start, NULL, (double)time(NULL));
    struct metric *build =
        metrics_gauge("gainsay_build_info", "1, for the build that runs", "version,commit");
    metrics_set(build, metrics_pair(pair, GAINSAY_VERSION, GAINSAY_COMMIT), 1);
}

/* The second number of statm, in pages. */
static double read_resident_bytes(void)
{
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL)
        return 0;
    const char *second = fgets(line, sizeof line, file) == NULL ? NULL : strchr(line, ' ');
    (void)fclose(file);
    return second == NULL ? 0 : (double)strtoll(second, NULL, 10) * (double)sysconf(_SC_PAGESIZE);
}

static double count_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    if (directory == NULL)
        return 0;
    int count = -3; /* ".", "..", and the one that reads them */
    while (readdir(directory) != NULL)
        count++;
    (void)closedir(directory);
    return count;
}

void process_show(void)
{
    struct rlimit limit;
    struct timespec used;
    if (shown.memory == NULL)
        return;
    metrics_set(shown.memory, NULL, read_resident_bytes());
    metrics_set(shown.descriptors, NULL, count_descriptors());
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        metrics_set(shown.most_descriptors, NULL, (double)limit.rlim_cur);
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0)
        metrics_set(shown.cpu, NULL, (double)used.tv_sec + (double)used.tv_nsec / 1e9);
}
