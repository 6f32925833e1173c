/**
 * Releases of CRM.COM: what an installation has depends on its own.
 */

/** As the vendor's pages write it. */
export type ReleaseName = `R${number}.${number}.${number}`

const pattern = /^R(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

export const isReleaseName = (text: string): text is ReleaseName => pattern.test(text)

/** Whether `release` is `since`, or a later one. */
export const isFrom = (release: ReleaseName, since: ReleaseName): boolean => {
  const [own, other] = [release, since].map((name) => pattern.exec(name)!.slice(1).map(Number))
  const differing = own!.findIndex((part, index) => part !== other![index])
  return differing === -1 || own![differing]! > other![differing]!
}
