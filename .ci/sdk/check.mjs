// Seam's JavaScript SDK against the practice server: lists, encodes with its own waiting, and its own typed errors.
import assert from 'node:assert/strict'

import {
  isSeamActionAttemptFailedError,
  isSeamActionAttemptTimeoutError,
  isSeamHttpApiError,
  isSeamHttpInvalidInputError,
  isSeamHttpUnauthorizedError,
  SeamHttp,
} from '@seamapi/http'

const { ENDPOINT: endpoint, API_KEY: apiKey } = process.env
const nobody = '11111111-1111-4111-8111-111111111111'
const patient = { waitForActionAttempt: { timeout: 30_000, pollingInterval: 100 } }
const seam = SeamHttp.fromApiKey(apiKey, { endpoint })

const caught = async (promise) => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('expected an error, got an answer')
}

const checks = {
  'the workspace is a sandbox': async () => {
    const workspace = await seam.workspaces.get()
    assert.equal(workspace.is_sandbox, true)
  },

  'encoders and credentials are listed': async () => {
    const encoders = await seam.acs.encoders.list()
    assert.deepEqual(encoders.map((encoder) => encoder.display_name), ['Front Desk 1', 'Front Desk 2', 'Concierge'])
    assert.ok((await seam.acs.credentials.list()).length > 200)
    const ids = encoders.slice(0, 2).map((encoder) => encoder.acs_encoder_id)
    assert.equal((await seam.acs.encoders.list({ acs_encoder_ids: ids })).length, 2)
  },

  'the paginator reads every page once': async () => {
    const pages = seam.createPaginator(seam.acs.credentials.list({ limit: 40 }))
    const paged = await pages.flattenToArray()
    const whole = await seam.acs.credentials.list({ limit: 1000 })
    assert.deepEqual(paged, whole)
  },

  'an encode is waited for': async () => {
    const { encoder, card } = await next()
    const attempt = await seam.acs.encoders.encodeCredential(
      { acs_encoder_id: encoder, acs_credential_id: card },
      patient,
    )
    assert.equal(attempt.status, 'success')
    assert.equal(attempt.action_type, 'ENCODE_CREDENTIAL')
    assert.equal(attempt.result.acs_credential_id, card)
    assert.equal(attempt.result.is_issued, true)
    assert.equal((await seam.acs.credentials.get({ acs_credential_id: card })).card_number, attempt.result.card_number)
  },

  'a scan is waited for': async () => {
    const { encoder } = await next()
    const attempt = await seam.acs.encoders.scanCredential({ acs_encoder_id: encoder }, patient)
    assert.equal(attempt.action_type, 'SCAN_CREDENTIAL')
    assert.equal(attempt.result.acs_credential_on_seam.is_issued, true)
  },

  'a failed encode is a failed attempt': async () => {
    const { encoder, card } = await next()
    await seam.acs.encoders.simulate.nextCredentialEncodeWillFail({
      acs_encoder_id: encoder,
      error_code: 'no_credential_on_encoder',
    })
    const error = await caught(
      seam.acs.encoders.encodeCredential({ acs_encoder_id: encoder, acs_credential_id: card }, patient),
    )
    assert.ok(isSeamActionAttemptFailedError(error), String(error))
    assert.equal(error.code, 'no_credential_on_encoder')
    assert.equal(error.actionAttempt.status, 'error')
  },

  'a slow encode is a timeout and still ends well': async () => {
    const { encoder, card } = await next()
    const hasty = { waitForActionAttempt: { timeout: 50, pollingInterval: 20 } }
    const error = await caught(
      seam.acs.encoders.encodeCredential({ acs_encoder_id: encoder, acs_credential_id: card }, hasty),
    )
    assert.ok(isSeamActionAttemptTimeoutError(error), String(error))
    assert.equal(error.actionAttempt.status, 'pending')
    const { action_attempt_id } = error.actionAttempt
    const ended = await seam.actionAttempts.get({ action_attempt_id }, patient)
    assert.equal(ended.status, 'success')
  },

  'a wrong key is unauthorized': async () => {
    const stranger = SeamHttp.fromApiKey('seam_testxxxx_nobody', { endpoint })
    const error = await caught(stranger.acs.encoders.list())
    assert.ok(isSeamHttpUnauthorizedError(error), String(error))
    assert.ok(error.requestId)
  },

  'a bad parameter is invalid input, by name': async () => {
    const error = await caught(seam.acs.encoders.get({ acs_encoder_id: 'front desk' }))
    assert.ok(isSeamHttpInvalidInputError(error), String(error))
    assert.deepEqual(error.getValidationErrorMessages('acs_encoder_id'), ['Invalid uuid'])
  },

  'an unknown id is an API error with its code': async () => {
    const error = await caught(seam.acs.encoders.get({ acs_encoder_id: nobody }))
    assert.ok(isSeamHttpApiError(error), String(error))
    assert.deepEqual([error.statusCode, error.code], [404, 'acs_encoder_not_found'])
  },
}

/** The first Visionline encoder and a card it may write, a guest's and not one of the practice cases. */
async function next() {
  const [encoder] = await seam.acs.encoders.list()
  const users = await seam.acs.users.list({ limit: 1000 })
  const practice = users.filter((user) => user.full_name?.startsWith('Practice:')).map((user) => user.acs_user_id)
  const cards = await seam.acs.credentials.list({ acs_system_id: encoder.acs_system_id, limit: 1000 })
  const card = cards.find(
    (card) =>
      card.access_method === 'card' &&
      card.is_issued === false &&
      card.errors.length === 0 &&
      !practice.includes(card.acs_user_id),
  )
  assert.ok(card, 'no card is left to encode; start the practice server anew')
  return { encoder: encoder.acs_encoder_id, card: card.acs_credential_id }
}

let failed = 0
for (const [name, check] of Object.entries(checks)) {
  try {
    await check()
    console.log(`javascript ok    ${name}`)
  } catch (error) {
    failed += 1
    console.error(`javascript FAILED ${name}\n`, error)
  }
}
process.exitCode = failed === 0 ? 0 : 1
