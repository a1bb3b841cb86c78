/** What the tool takes at most; beyond each limit there is one `limit` diagnostic that says what was left out. */

/** UTF-16 units of one file. */
export const MAX_FILE_LENGTH = 4 * 1024 * 1024;
/** Bytes of an included file: as many as characters of one file can be. */
export const MAX_INCLUDED_BYTES = 4 * MAX_FILE_LENGTH;
/** UTF-16 units of one line; a longer one is not read. */
export const MAX_LINE_LENGTH = 10_000;
/** Diagnostics of one file; the last one tells how many more there are. */
export const MAX_DIAGNOSTICS = 1_000;
/** Marks beside the text of one file: deaths and takings, one a line and kind. */
export const MAX_MARKS = 1_000;
/** Parentheses within parentheses in one expression. */
export const MAX_EXPRESSION_DEPTH = 64;
/** Blocks within blocks. */
export const MAX_BLOCK_DEPTH = 32;
/** Files that include files that include files ... */
export const MAX_INCLUDE_DEPTH = 16;
/** Steps of one run, loops unrolled; a caller may choose another number. */
export const MAX_STEPS = 100_000;
/** Rounds of all the loops of one scenario. */
export const MAX_ROUNDS = 1_000_000;
/** Pages of one mapping, segment or file. */
export const MAX_MAPPING_PAGES = 65_536;
/** Pages of one pool, with what `overcommit` adds. */
export const MAX_POOL_PAGES = 1_048_576;
/** Processes of one run, those that died included. */
export const MAX_PROCESSES = 10_000;
/** Page accesses of one run: what its reads, writes and forks touch or copy in all. */
export const MAX_TOUCHED_PAGES = 20_000_000;
/** Events of one run: they are what memory it takes, some 250 bytes each. */
export const MAX_RUN_EVENTS = 2_000_000;
/** Different `always` and `never` conditions of one scenario: each is judged after every step. */
export const MAX_INVARIANTS = 1_000;
/** NUMA nodes of one machine: each has one hexadecimal digit in a page map, and one bit in a policy. */
export const MAX_NODES = 16;
/** Steps, and events inside them, that the advisor takes to answer for one scenario under one kernel. */
export const MAX_ADVICE_WORK = 10_000_000;
/** The same where an editor waits for it: a code lens, a code action, the remedies of a death. */
export const MAX_QUICK_ADVICE_WORK = 1_000_000;
/** Changes of a text that are tried against one death. */
export const MAX_REMEDIES_TRIED = 64;
/** Lines that a debugger writes for one move; of more, the last ones are shown. */
export const MAX_TOLD_STEPS = 200;
/** Failures told of one test; the last one says how many more there are. */
export const MAX_TEST_FAILURES = 50;
/** Files of the workspace that are looked at for names which no open file has. */
export const MAX_WORKSPACE_FILES = 1_000;
/** Symbols of the workspace that one search gives. */
export const MAX_WORKSPACE_SYMBOLS = 1_000;
/** Steps of a run that is exported as a C program. */
export const MAX_EXPORTED_STEPS = 5_000;
/** States of an exploration of all interleavings; a caller may choose another number. */
export const MAX_EXPLORED_STATES = 2_000_000;
/** Bytes that an exploration keeps its states in; a caller may choose another number. */
export const MAX_EXPLORED_BYTES = 1024 ** 3;
/** Different things that can come of one scenario: beyond this no more are told apart. */
export const MAX_OUTCOMES = 1_000;
/** Steps of a way that one diagnostic tells of; of more, the last ones. */
export const MAX_RELATED_STEPS = 64;
/** Diagnostics that one "fix all" looks at. */
export const MAX_FIXES_AT_ONCE = 200;
