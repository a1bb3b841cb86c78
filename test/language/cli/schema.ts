/** Checks a value against a JSON schema of the few keywords that this project's schema uses; any other keyword is refused. */
type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const ANNOTATIONS = new Set(["$schema", "$defs", "title", "description", "required", "additionalProperties"]);

/** What is wrong, as `path: problem`; empty = nothing. */
export function violations(root: Schema, value: unknown, schema: Schema = root, at = "$"): readonly string[] {
  const found: string[] = [];
  for (const [keyword, rule] of Object.entries(schema)) {
    switch (keyword) {
      case "$ref": {
        const name = String(rule).replace("#/$defs/", "");
        const defs = root.$defs;
        const target = isSchema(defs) ? defs[name] : undefined;
        if (!isSchema(target)) throw new Error(`no ${String(rule)}`);
        found.push(...violations(root, value, target, at));
        break;
      }
      case "type": {
        const types: readonly unknown[] = Array.isArray(rule) ? rule : [rule];
        if (!types.includes(typeName(value)) && !(types.includes("integer") && Number.isInteger(value)))
          found.push(`${at}: is no ${types.join(" or ")}`);
        break;
      }
      case "const":
        if (value !== rule) found.push(`${at}: is not ${String(rule)}`);
        break;
      case "enum":
        if (!Array.isArray(rule) || !rule.includes(value)) found.push(`${at}: ${String(value)} is none of the choices`);
        break;
      case "minimum":
        if (typeof value === "number" && value < Number(rule)) found.push(`${at}: is below ${String(rule)}`);
        break;
      case "pattern":
        if (typeof value === "string" && !new RegExp(String(rule)).test(value))
          found.push(`${at}: ${value} does not match`);
        break;
      case "items":
        if (Array.isArray(value) && isSchema(rule))
          value.forEach((item: unknown, i) => found.push(...violations(root, item, rule, `${at}[${i}]`)));
        break;
      case "properties":
        break;
      default:
        if (!ANNOTATIONS.has(keyword)) throw new Error(`the keyword ${keyword} is not known here`);
    }
  }
  if (isSchema(value)) found.push(...objectViolations(root, value, schema, at));
  return found;
}

function objectViolations(root: Schema, value: Schema, schema: Schema, at: string): readonly string[] {
  const found: string[] = [];
  const properties = isSchema(schema.properties) ? schema.properties : {};
  for (const name of Array.isArray(schema.required) ? schema.required : [])
    if (!(String(name) in value)) found.push(`${at}: has no ${String(name)}`);
  for (const [name, inner] of Object.entries(value)) {
    const rule = properties[name] ?? schema.additionalProperties;
    if (rule === false) found.push(`${at}: ${name} is unknown`);
    else if (isSchema(rule)) found.push(...violations(root, inner, rule, `${at}.${name}`));
  }
  return found;
}

function typeName(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
