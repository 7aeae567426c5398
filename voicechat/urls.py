"""The pages of the application."""

from django.urls import path

from voicechat.views import (
    account,
    call,
    continuing,
    conversation,
    export,
    history,
    imports,
    keeping,
    leaving,
    persona_making,
    personas,
    sharing,
    title,
)

urlpatterns = [
    path("", call.call, name="call"),
    path("history/", history.conversations, name="history"),
    path("history/deleted/", keeping.deleted, name="deleted"),
    path("history/<uuid:pk>/", conversation.conversation, name="conversation"),
    path("history/export/", export.export_many, name="export_many"),
    path("history/import/", imports.import_conversations, name="import"),
    path("history/<uuid:pk>/export/", export.export, name="export"),
    path("history/<uuid:pk>/turns/<int:turn_pk>/", conversation.correction, name="correction"),
    path("history/<uuid:pk>/title/", title.title, name="title"),
    path("history/<uuid:pk>/star/", keeping.star, name="star"),
    path("history/<uuid:pk>/delete/", keeping.delete, name="delete"),
    path("history/<uuid:pk>/restore/", keeping.restore, name="restore"),
    path("history/<uuid:pk>/discard/", keeping.discard, name="discard"),
    path("history/<uuid:pk>/share/", sharing.share, name="share"),
    path("history/<uuid:pk>/share/revoke/", sharing.revoke, name="revoke"),
    path("shared/<str:token>/", sharing.shared, name="shared"),
    path("conversations/<uuid:pk>/continue/", continuing.continue_conversation, name="continue"),
    path("personas/", personas.personas, name="personas"),
    path("personas/new/", persona_making.new_persona, name="new_persona"),
    path("personas/<uuid:pk>/copy/", persona_making.copy_persona, name="copy_persona"),
    path("personas/<uuid:pk>/edit/", persona_making.edit_persona, name="edit_persona"),
    path("personas/<uuid:pk>/delete/", personas.delete_persona, name="delete_persona"),
    path("personas/<uuid:pk>/default/", personas.make_default, name="default_persona"),
    path("account/", account.account, name="account"),
    path("account/delete/", leaving.leave, name="leave"),
    path("account/export/", export.export_everything, name="export_everything"),
]
