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
    personas,
    sharing,
    title,
    usage,
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
    path("usage/", usage.usage, name="usage"),
    path("usage/<str:month>/", usage.usage, name="usage_of"),
    path("account/", account.account, name="account"),
    path("account/delete/", leaving.leave, name="leave"),
    path("account/export/", export.export_everything, name="export_everything"),
]
