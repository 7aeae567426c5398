"""The pages of the application."""

from django.urls import path

from voicechat.views import account, call, continuing, conversation, export, history, personas

urlpatterns = [
    path("", call.call, name="call"),
    path("history/", history.conversations, name="history"),
    path("history/<uuid:pk>/", conversation.conversation, name="conversation"),
    path("history/<uuid:pk>/export/", export.export, name="export"),
    path("history/<uuid:pk>/turns/<int:turn_pk>/", conversation.correction, name="correction"),
    path("conversations/<uuid:pk>/continue/", continuing.continue_conversation, name="continue"),
    path("personas/", personas.personas, name="personas"),
    path("account/", account.account, name="account"),
]
