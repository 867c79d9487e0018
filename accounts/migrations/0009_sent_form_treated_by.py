from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_billing_in_menu")]

    operations = [
        migrations.AddField(
            model_name="sentform",
            name="treated_by",
            field=models.CharField(blank=True, db_default="", max_length=160),
        ),
    ]
