/** An initramfs: files in the "newc" format of cpio, as Documentation/driver-api/early-userspace/buffer-format.rst has it. */

export interface ArchivedFile {
  readonly path: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

export const REGULAR = 0o100000;
export const FOLDER = 0o040000;

const MAGIC = "070701";
const ALIGNMENT = 4;
const END = "TRAILER!!!";

export function cpio(files: readonly ArchivedFile[]): Buffer {
  const all = [...files, { path: END, mode: 0, content: new Uint8Array() }];
  return Buffer.concat(all.flatMap((file, i) => entry(file, i + 1)));
}

function entry({ path, mode, content }: ArchivedFile, inode: number): Buffer[] {
  const name = Buffer.from(`${path}\0`);
  const [uid, gid, links, time, device] = [0, 0, 1, 0, 0];
  const fields = [inode, mode, uid, gid, links, time, content.length, device, device, device, device, name.length, 0];
  const head = Buffer.from(MAGIC + fields.map((field) => field.toString(16).padStart(8, "0")).join(""));
  return [head, name, padding(head.length + name.length), Buffer.from(content), padding(content.length)];
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}
