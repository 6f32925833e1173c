/** Publishes tarballs that the registry does not have yet. */
import type { Packed } from "./pack.ts"
import { run, type Where } from "./run.ts"

/** The registry that npm would publish to. */
const registryOf = async (where: Where): Promise<string> => {
  const asked = ["@waybill:registry", "registry"]
  const [own, any] = await Promise.all(asked.map((key) => run(["npm", "config", "get", key], where)))
  const url = [own!, any!].map((text) => text.trim()).find((text) => text !== "undefined")!
  return url.endsWith("/") ? url : `${url}/`
}

/** @throws where the registry gives no clear answer: "could not look" is not "not there" */
const isPublished = async ({ name, version }: Packed, registry: string): Promise<boolean> => {
  const answer = await fetch(`${registry}${name.replace("/", "%2f")}`, { signal: AbortSignal.timeout(60_000) })
  if (answer.status === 404) return false
  if (!answer.ok) throw new Error(`the registry answers ${answer.status} when it is asked for ${name}`)
  const { versions } = (await answer.json()) as { readonly versions: Readonly<Record<string, unknown>> }
  return Object.hasOwn(versions, version)
}

export interface Publishing extends Where {
  /** Whether npm proves where a package was built, which it can only where a workflow builds it. */
  readonly provenance: boolean
}

/**
 * Publishes in the order given, those that others depend on first, and stops at the first failure: started again, it goes on
 * where it stopped.
 *
 * @returns what was published now
 */
export const publish = async (
  packed: ReadonlyArray<Packed>,
  { provenance, ...where }: Publishing,
): Promise<ReadonlyArray<Packed>> => {
  const registry = await registryOf(where)
  const published: Array<Packed> = []
  for (const each of packed) {
    if (await isPublished(each, registry)) continue
    await run(["npm", "publish", each.tarball, ...(provenance ? [] : ["--no-provenance"])], where)
    published.push(each)
  }
  return published
}
