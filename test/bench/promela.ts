/** The model of test/engine/explore/model.ts in Promela, under 2.6.26+cow, written by hand after mm/hugetlb.c: what SPIN is given. */

const PAGES = 3;
const POOL = 4;

/** One process p and `processes` - 1 children, each taking `operations` operations. */
export function promela(processes: number, operations: number): string {
  const choices: string[] = [];
  for (let i = 0; i < processes; i++) {
    const ready = `d_step { (pc[${String(i)}] < ${String(operations)}) ->`;
    for (let k = 0; k < PAGES; k++)
      for (const write of [0, 1])
        choices.push(`  :: ${ready} access(${String(i)}, ${String(k)}, ${String(write)}); done(${String(i)}) }`);
    choices.push(`  :: ${ready} die(${String(i)}, 1); done(${String(i)}) }`);
  }
  return `
#define P ${String(processes)}
#define K ${String(PAGES)}
#define N ${String(operations)}
#define FRESH 99
byte pc[P];            /* operations taken */
byte st[P];            /* 0 alive, 1 exited, 2 SIGKILL, 3 SIGBUS */
byte pte[P * K];       /* page, 0 = none; pages are numbered anew after each operation */
bit wr[P * K];         /* writable */
bit mark[P];           /* HPAGE_RESV_UNMAPPED */
byte rsv;              /* the parent's reserve, and the pool's */
byte fre;
hidden byte a, b, old, sharers, used;
hidden byte names[100];

inline rename() {
  a = 0; do :: a < 100 -> names[a] = 0; a++ :: else -> break od;
  used = 0; a = 0;
  do
  :: a < P * K ->
     if
     :: pte[a] == 0
     :: else ->
        if :: names[pte[a]] == 0 -> used++; names[pte[a]] = used :: else fi;
        pte[a] = names[pte[a]]
     fi;
     a++
  :: else -> break
  od;
  fre = ${String(POOL)} - used
}
inline die(i, how) {
  a = 0; do :: a < K -> pte[i * K + a] = 0; wr[i * K + a] = 0; a++ :: else -> break od;
  st[i] = how; mark[i] = 0; pc[i] = N;
  if :: i == 0 -> rsv = 0 :: else fi
}
inline cow(i, k) {
  old = pte[i * K + k]; sharers = 0; a = 0;
  do :: a < P -> if :: pte[a * K + k] == old -> sharers++ :: else fi; a++ :: else -> break od;
  if
  :: sharers == 1 -> wr[i * K + k] = 1
  :: else ->
     if
     :: fre > 0 && fre != rsv -> pte[i * K + k] = FRESH; wr[i * K + k] = 1
     :: else ->
        if
        :: i == 0 ->
           a = 1;
           do
           :: a < P ->
              if :: pte[a * K + k] == old -> pte[a * K + k] = 0; wr[a * K + k] = 0; mark[a] = 1 :: else fi;
              a++
           :: else -> break
           od;
           wr[i * K + k] = 1
        :: else -> die(i, 2)
        fi
     fi
  fi
}
inline access(i, k, w) {
  if
  :: pte[i * K + k] != 0 ->
     if :: w == 1 && wr[i * K + k] == 0 -> cow(i, k) :: else fi
  :: else ->
     if
     :: mark[i] -> die(i, 3)
     :: else ->
        if
        :: fre > 0 && ((i == 0 && rsv > 0) || fre != rsv) ->
           pte[i * K + k] = FRESH; wr[i * K + k] = w;
           if :: i == 0 -> rsv-- :: else fi
        :: else -> die(i, 2)
        fi
     fi
  fi
}
inline done(i) {
  rename();
  if :: st[i] == 0 -> pc[i] = pc[i] + 1 :: else fi
}
init {
  d_step {
    b = 0; do :: b < P -> pte[b * K] = 1; pte[b * K + 1] = 2; b++ :: else -> break od;
    rsv = 1; fre = 2
  }
end:
  do
${choices.join("\n")}
  od
}
`;
}
