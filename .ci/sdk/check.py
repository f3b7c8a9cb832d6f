"""Seam's Python SDK against the practice server: lists, encodes with its own waiting, and its own typed errors."""

import os
import sys
import traceback

from seam import Seam
from seam.exceptions import (
    SeamActionAttemptFailedError,
    SeamActionAttemptTimeoutError,
    SeamHttpApiError,
    SeamHttpInvalidInputError,
    SeamHttpUnauthorizedError,
)

ENDPOINT = os.environ["ENDPOINT"]
NOBODY = "11111111-1111-4111-8111-111111111111"
PATIENT = {"timeout": 30.0, "polling_interval": 0.1}
HASTY = {"timeout": 0.05, "polling_interval": 0.02}

seam = Seam(api_key=os.environ["API_KEY"], endpoint=ENDPOINT)


def equal(left, right):
    if left != right:
        raise AssertionError(f"{left!r} is not {right!r}")


def caught(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}, got an answer")


def next_card():
    """The first Visionline encoder and a card it may write, a guest's and not one of the practice cases."""
    encoder = seam.acs.encoders.list()[0]
    users = seam.acs.users.list(limit=1000)
    practice = {user.acs_user_id for user in users if (user.full_name or "").startswith("Practice:")}
    cards = seam.acs.credentials.list(acs_system_id=encoder.acs_system_id, limit=1000)
    for card in cards:
        waiting = card.access_method == "card" and card.is_issued is False and not card.errors
        if waiting and card.acs_user_id not in practice:
            return encoder.acs_encoder_id, card.acs_credential_id
    raise AssertionError("no card is left to encode; start the practice server anew")


def encode(encoder, card, wait):
    return seam.acs.encoders.encode_credential(
        acs_encoder_id=encoder, acs_credential_id=card, wait_for_action_attempt=wait
    )


def encoders_and_credentials_are_listed():
    names = [encoder.display_name for encoder in seam.acs.encoders.list()]
    equal(names, ["Front Desk 1", "Front Desk 2", "Concierge"])
    equal(len(seam.acs.credentials.list()) > 200, True)


def the_paginator_reads_every_page_once():
    paged = seam.create_paginator(seam.acs.credentials.list, {"limit": 40}).flatten_to_list()
    whole = seam.acs.credentials.list(limit=1000)
    equal([card.acs_credential_id for card in paged], [card.acs_credential_id for card in whole])


def an_encode_is_waited_for():
    encoder, card = next_card()
    attempt = encode(encoder, card, PATIENT)
    equal((attempt.status, attempt.action_type), ("success", "ENCODE_CREDENTIAL"))
    after = seam.acs.credentials.get(acs_credential_id=card)
    equal(after.is_issued, True)
    equal(bool(after.card_number), True)


def a_failed_encode_is_a_failed_attempt():
    encoder, card = next_card()
    seam.acs.encoders.simulate.next_credential_encode_will_fail(
        acs_encoder_id=encoder, error_code="encoding_interrupted"
    )
    error = caught(SeamActionAttemptFailedError, lambda: encode(encoder, card, PATIENT))
    equal(error.code, "encoding_interrupted")


def a_slow_encode_is_a_timeout_and_still_ends_well():
    encoder, card = next_card()
    error = caught(SeamActionAttemptTimeoutError, lambda: encode(encoder, card, HASTY))
    ended = seam.action_attempts.get(
        action_attempt_id=error.action_attempt.action_attempt_id, wait_for_action_attempt=PATIENT
    )
    equal(ended.status, "success")


def a_wrong_key_is_unauthorized():
    stranger = Seam(api_key="seam_testxxxx_nobody", endpoint=ENDPOINT)
    error = caught(SeamHttpUnauthorizedError, stranger.acs.encoders.list)
    equal(bool(error.request_id), True)


def a_bad_parameter_is_invalid_input_by_name():
    error = caught(SeamHttpInvalidInputError, lambda: seam.acs.encoders.get(acs_encoder_id="front desk"))
    equal(error.get_validation_error_messages("acs_encoder_id"), ["Invalid uuid"])


def an_unknown_id_is_an_api_error_with_its_code():
    error = caught(SeamHttpApiError, lambda: seam.acs.encoders.get(acs_encoder_id=NOBODY))
    equal((error.status_code, error.code), (404, "acs_encoder_not_found"))


CHECKS = [
    encoders_and_credentials_are_listed,
    the_paginator_reads_every_page_once,
    an_encode_is_waited_for,
    a_failed_encode_is_a_failed_attempt,
    a_slow_encode_is_a_timeout_and_still_ends_well,
    a_wrong_key_is_unauthorized,
    a_bad_parameter_is_invalid_input_by_name,
    an_unknown_id_is_an_api_error_with_its_code,
]

failed = 0
for check in CHECKS:
    name = check.__name__.replace("_", " ")
    try:
        check()
        print(f"python     ok    {name}")
    except Exception:
        failed += 1
        print(f"python     FAILED {name}", file=sys.stderr)
        traceback.print_exc()
sys.exit(1 if failed else 0)
