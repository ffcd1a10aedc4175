"""An editor's client (pygls) that writes a workflow with 'magnetiqctl lsp': what it sees is printed as JSON lines.

usage: language_client.py PROGRAM FOLDER SCHEMA
"""

import asyncio
import json
import pathlib
import sys

from lsprotocol import types
from pygls.lsp.client import LanguageClient


def place(text, needle, offset=0):
    """The protocol's position of a text."""
    before = text[: text.index(needle) + offset]
    line = before.count("\n")
    character = len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2
    return types.Position(line=line, character=character)


async def main(program, folder, schema):
    client = LanguageClient("test", "1")
    seen = {}
    told = asyncio.Event()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def diagnostics(params):
        seen[params.uri] = params.diagnostics
        told.set()

    await client.start_io(program, "lsp", "--schema", schema)
    path = pathlib.Path(folder) / "booking.yaml"
    uri = path.as_uri()
    text = path.read_text()
    document = types.TextDocumentIdentifier(uri=uri)

    def show(name, value):
        print(json.dumps({"name": name, "value": value}), flush=True)

    started = await client.initialize_async(
        types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=path.parent.as_uri())
    )
    show("server", started.server_info.name)
    client.initialized(types.InitializedParams())

    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="yaml", version=1, text=text))
    )
    await asyncio.wait_for(told.wait(), 20)
    show("findings", [d.code for d in seen[uri]])

    told.clear()
    broken = text.replace("delivery.started: in_progress", "delivery.started: in_progres", 1)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(uri=uri, version=2),
            [types.TextDocumentContentChangeWholeDocument(text=broken)],
        )
    )
    await asyncio.wait_for(told.wait(), 20)
    show("findings", [[d.code, d.range.start.line, d.message.split("Cure: ")[-1]] for d in seen[uri]])
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(uri=uri, version=3),
            [types.TextDocumentContentChangeWholeDocument(text=text)],
        )
    )

    async def hover(needle, offset):
        told = await client.text_document_hover_async(types.HoverParams(document, place(text, needle, offset)))
        show("hover", told.contents.value)

    await hover("now <= known(context.free_until)", len("now <= known(context.free"))
    await hover("step: human.task", len("step: hum"))
    await hover("late: always", 1)

    found = await client.text_document_definition_async(
        types.DefinitionParams(document, place(text, "target: withdrawing", len("target: with")))
    )
    show("definition", text.split("\n")[found[0].range.start.line].strip().split("#")[0].strip())

    items = await client.text_document_completion_async(
        types.CompletionParams(document, place(text, "target: withdrawing", len("target: ")))
    )
    show("completion", sorted(item.label for item in items))

    edit = await client.text_document_rename_async(
        types.RenameParams(document, place(text, "entered('escrow-release/releasing')", 24), "transferring")
    )
    for changed, changes in edit.changes.items():
        target = pathlib.Path(folder) / changed.rsplit("/", 1)[1]
        lines = target.read_text().split("\n")
        for change in sorted(changes, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            line = lines[change.range.start.line]
            lines[change.range.start.line] = (
                line[: change.range.start.character] + change.new_text + line[change.range.end.character :]
            )
        target.write_text("\n".join(lines))
    show("rename", sorted([changed.rsplit("/", 1)[1], len(changes)] for changed, changes in edit.changes.items()))

    try:
        await client.text_document_rename_async(
            types.RenameParams(document, place(text, "target: withdrawing", len("target: with")), "settling")
        )
    except Exception as refusal:
        show("refusal", str(refusal))

    edits = await client.text_document_formatting_async(
        types.DocumentFormattingParams(document, types.FormattingOptions(tab_size=2, insert_spaces=True))
    )
    show("format", len(edits))

    await client.shutdown_async(None)
    client.exit(None)
    await asyncio.wait_for(client._server.wait(), 20)
    show("exit", client._server.returncode)


asyncio.run(main(*sys.argv[1:]))
