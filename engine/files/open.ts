/** Opening a file by its path: every call opens with O_CREAT | O_RDWR. */
import type { PageSize } from "../config.js";
import type { Core } from "../core.js";
import { poolOfSize } from "../pool/of.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { KERNEL_MOUNT, MOUNT } from "../state/mount.js";
import type { FileName } from "../step.js";

/** The mount of that path; the configuration has every mount that a step may name. */
export function mountOf(core: Core, path: string): Ref {
  const { heap } = core;
  const wanted = core.names.number(path);
  let mount = heap.get(core.boot, BOOT.mounts);
  while (mount !== NIL && heap.get(mount, MOUNT.path) !== wanted) mount = heap.get(mount, MOUNT.next);
  if (mount === NIL) throw new RangeError(`no mount at ${path}`);
  return mount;
}

/** The file of that name, or NIL. */
export function lookup(core: Core, file: FileName): Ref {
  const { heap } = core;
  const path = core.names.number(file.path);
  let inode = heap.get(core.boot, BOOT.inodes);
  while (inode !== NIL && (heap.get(inode, INODE.path) !== path || heap.get(inode, INODE.linked) === 0)) {
    inode = heap.get(inode, INODE.next);
  }
  return inode;
}

/** The file of that name; made when there is none. */
export function open(core: Core, file: FileName): Ref {
  const found = lookup(core, file);
  if (found !== NIL) return found;
  const inode = newFile(core, mountOf(core, file.mount), core.names.number(file.path));
  core.heap.set(inode, INODE.linked, 1);
  return inode;
}

/** hugetlb_file_setup: a file without a name on the kernel's own mount, `pages` long, that lives as long as it is mapped. */
export function anonymousFile(core: Core, pageSize: PageSize, pages: number): Ref {
  const { heap } = core;
  const hs = poolOfSize(core, pageSize);
  let mount = heap.get(core.boot, BOOT.mounts);
  while (heap.get(mount, MOUNT.path) !== KERNEL_MOUNT || heap.get(mount, MOUNT.hstate) !== hs)
    mount = heap.get(mount, MOUNT.next);
  const inode = newFile(core, mount, KERNEL_MOUNT);
  heap.set(inode, INODE.size, pages);
  return inode;
}

function newFile(core: Core, mount: Ref, path: number): Ref {
  const { heap } = core;
  const inode = heap.allocate(INODE.words);
  const id = heap.get(core.boot, BOOT.nextInode);
  heap.set(core.boot, BOOT.nextInode, id + 1);
  heap.set(inode, INODE.id, id);
  heap.set(inode, INODE.mount, mount);
  heap.set(inode, INODE.path, path);
  heap.set(inode, INODE.treeBits, 1);
  heap.set(inode, INODE.next, heap.get(core.boot, BOOT.inodes));
  heap.set(core.boot, BOOT.inodes, inode);
  return inode;
}
