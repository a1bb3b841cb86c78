/** A race: in written order nobody dies; when the parent writes before the child reads, the read kills the child. */
export const RACE = `kernel 6.12
pool 1
process parent
scenario "too late" {
  parent: a = mmap(/dev/hugepages/data, 1, MAP_PRIVATE)
  parent: write a[0]
  parent: child = fork()
  concurrent {
    child:  read a[0]
    child:  exit()
    parent: write a[0]
  }
}
`;
