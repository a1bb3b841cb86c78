/** Names as the panel shortens them. */

/** `/dev/hugepages/data` -> `data` */
export function fileName(path: string | null): string {
  if (path === null) return "anonymous";
  return path.slice(path.lastIndexOf("/") + 1) || path;
}
