/* A plugin for QEMU: how often every instruction ran, and what a cache in front of the flash would have missed.
 *
 * `cargo dev yardsticks` compiles it with the machine's C compiler and reads what it writes at the end. Arguments:
 *   out=FILE            where the report goes
 *   flash=START:LENGTH  addresses (decimal) that the cache serves; without it no cache is modelled
 *   cache=BYTES:LINE:WAYS
 * Report: `block COUNT ADDRESS…` with the addresses of the block's instructions, then `cache FETCHES READS MISSES`.
 *
 * The few functions of QEMU's plugin interface that are used are declared here, so no header is needed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

typedef uint64_t plugin_id;
typedef uint32_t memory_info;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

enum { NO_REGISTERS = 0, READS = 1 };

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *,
                                      void (*)(unsigned, memory_info, uint64_t, void *), int, int, void *);
void qemu_plugin_register_atexit_cb(plugin_id, void (*)(plugin_id, void *), void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);

/* The oldest interface with the functions above; later QEMUs accept it. */
EXPORT int qemu_plugin_version = 2;

struct block {
    struct block *next;
    uint64_t count;
    size_t length;
    uint32_t last; /* last byte of the last instruction */
    uint32_t address[];
};

static struct block *blocks;
static const char *out_path;
static uint32_t flash_start, flash_length;
static uint32_t cache_bytes = 16384, cache_line = 32, cache_ways = 8;
static uint32_t cache_sets;
/* Line addresses of every set, the one used last in front; 1 is no line. */
static uint32_t *lines;
static uint64_t fetches, reads, misses;

static void touch(uint32_t address)
{
    uint32_t line = address - address % cache_line;
    uint32_t *set = lines + line / cache_line % cache_sets * cache_ways;
    uint32_t way = 0;

    while (way < cache_ways - 1 && set[way] != line)
        way++;
    if (set[way] != line)
        misses++;
    memmove(set + 1, set, way * sizeof *set);
    set[0] = line;
}

static int in_flash(uint32_t address)
{
    return address - flash_start < flash_length;
}

static void executed(unsigned cpu, void *data)
{
    struct block *block = data;

    (void)cpu;
    block->count++;
    if (flash_length && in_flash(block->address[0])) {
        uint32_t line = block->address[0] / cache_line;

        fetches += block->length;
        for (; line <= block->last / cache_line; line++)
            touch(line * cache_line);
    }
}

static void accessed(unsigned cpu, memory_info info, uint64_t address, void *data)
{
    (void)cpu, (void)info, (void)data;
    if (in_flash((uint32_t)address)) {
        reads++;
        touch((uint32_t)address);
    }
}

static void translated(plugin_id id, struct qemu_plugin_tb *tb)
{
    size_t length = qemu_plugin_tb_n_insns(tb);
    struct block *block = calloc(1, sizeof *block + length * sizeof block->address[0]);

    (void)id;
    if (!block || !length)
        return;
    block->length = length;
    for (size_t i = 0; i < length; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

        block->address[i] = (uint32_t)qemu_plugin_insn_vaddr(insn);
        block->last = block->address[i] + (uint32_t)qemu_plugin_insn_size(insn) - 1;
        if (flash_length)
            qemu_plugin_register_vcpu_mem_cb(insn, accessed, NO_REGISTERS, READS, NULL);
    }
    block->next = blocks;
    blocks = block;
    qemu_plugin_register_vcpu_tb_exec_cb(tb, executed, NO_REGISTERS, block);
}

static void finished(plugin_id id, void *data)
{
    FILE *out = fopen(out_path, "w");

    (void)id, (void)data;
    if (!out) {
        perror(out_path);
        return;
    }
    for (struct block *block = blocks; block; block = block->next) {
        if (!block->count)
            continue;
        fprintf(out, "block %llu", (unsigned long long)block->count);
        for (size_t i = 0; i < block->length; i++)
            fprintf(out, " %u", block->address[i]);
        fputc('\n', out);
    }
    fprintf(out, "cache %llu %llu %llu\n", (unsigned long long)fetches, (unsigned long long)reads,
            (unsigned long long)misses);
    fclose(out);
}

EXPORT int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "out=", 4) == 0)
            out_path = strdup(argv[i] + 4);
        else if (sscanf(argv[i], "flash=%u:%u", &flash_start, &flash_length) == 2)
            continue;
        else if (sscanf(argv[i], "cache=%u:%u:%u", &cache_bytes, &cache_line, &cache_ways) != 3)
            return -1;
    }
    if (!out_path)
        return -1;
    cache_sets = cache_bytes / cache_line / cache_ways;
    lines = malloc(cache_sets * cache_ways * sizeof *lines);
    if (!lines)
        return -1;
    for (uint32_t i = 0; i < cache_sets * cache_ways; i++)
        lines[i] = 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, finished, NULL);
    return 0;
}
