"""What has to be done before a site opens: steps, what each waits for, and which decide the date."""
