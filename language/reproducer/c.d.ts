/** Bundled as text. */
declare module "*.c" {
  const text: string;
  export = text;
}
